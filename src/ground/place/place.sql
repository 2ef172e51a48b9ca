-- name: town one
SELECT t.name, t.district, t.city, t.province, t.hall_name, t.phone,
       t.complaint_phone, t.hours, t.credit_code, t.opens_minute, t.closes_minute
  FROM town t WHERE t.town = :town;

-- name: departments many
SELECT d.id, d.code, d.name, d.phone, d.duty
  FROM department d WHERE d.town = :town ORDER BY d.code LIMIT 1000;

-- name: outlets many
SELECT o.id, o.code, o.name, o.kind, o.parent, o.address, o.phone, o.hours
  FROM outlet o WHERE o.town = :town ORDER BY o.code LIMIT 5000;

-- name: keep_town run
INSERT INTO town (town, name, district, city, province, hall_name, phone,
                  complaint_phone, hours, credit_code, opens_minute, closes_minute)
VALUES (:town, :name, :district, :city, :province, :hall_name, :phone,
        :complaint_phone, :hours, :credit_code, :opens_minute, :closes_minute)
    ON CONFLICT (town) DO UPDATE
       SET name = excluded.name, district = excluded.district, city = excluded.city,
           province = excluded.province, hall_name = excluded.hall_name,
           phone = excluded.phone,
           complaint_phone = excluded.complaint_phone, hours = excluded.hours,
           credit_code = excluded.credit_code, opens_minute = excluded.opens_minute,
           closes_minute = excluded.closes_minute;

-- name: keep_department run
INSERT INTO department (town, id, code, name, phone, duty)
VALUES (:town, :id, :code, :name, :phone, :duty)
    ON CONFLICT (town, name) DO UPDATE
       SET code = excluded.code, phone = excluded.phone, duty = excluded.duty;

-- name: keep_outlet run
INSERT INTO outlet (town, id, code, name, kind, parent, address, phone, hours)
VALUES (:town, :id, :code, :name, :kind, :parent, :address, :phone, :hours)
    ON CONFLICT (town, code) DO UPDATE
       SET name = excluded.name, kind = excluded.kind, parent = excluded.parent,
           address = excluded.address, phone = excluded.phone, hours = excluded.hours;

-- name: towns many
-- @all_towns what is shared by all towns is made known to each of them
SELECT t.town FROM town t ORDER BY t.town LIMIT 5000;
