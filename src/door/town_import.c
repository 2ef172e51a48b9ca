#include "town_import.h"

#include <string.h>

#include "account.h"
#include "check.h"
#include "civil.h"
#include "json.h"
#include "page.h"
#include "person.h"
#include "place.h"

const struct refusal town_bad_file = {
    REFUSED_INVALID, "town.bad_file",
    TEXT("镇的资料文件有错，没有导入。请按提示改好后再导入。"), NULL
};

/* A file being read: what it is called, and the row that is wrong. */
struct reading {
    struct work *work;
    const char **where;
    const char *hash;
};

static const struct json *read_json(struct reading *reading, const char *name,
                                    const char *text) {
    struct json_error error;
    const struct json *json = json_read(reading->work->arena, text, strlen(text), &error);

    if (!json)
        *reading->where = arena_format(reading->work->arena, "%s:%d:%d: %s", name,
                                       error.line, error.column, error.text);
    return json;
}

static const char *string_of(const struct json *object, const char *key) {
    return json_string(json_get(object, key));
}

static const struct refusal *reject(struct reading *reading, const char *what,
                                    const struct json *row) {
    *reading->where =
        arena_format(reading->work->arena, "%s: %s", what, string_of(row, "name"));
    return &town_bad_file;
}

/* When the hall opens and closes: both or neither are said. */
static bool read_hours(const struct json *town, int *opens, int *closes) {
    const char *const first = string_of(town, "opens");
    const char *const last = string_of(town, "closes");

    *opens = first[0] ? civil_read_minute(first) : 0;
    *closes = last[0] ? civil_read_minute(last) : 0;
    return (!first[0] && !last[0]) ||
           (first[0] && *opens >= 0 && *closes > *opens && *closes < CIVIL_DAY_MINUTES);
}

static const struct refusal *keep_town(struct reading *reading, const struct json *town) {
    int opens, closes;

    if (json_integer(json_get(town, "code"), 0) != reading->work->town)
        return reject(reading, "town.json: code is not that of --town", town);
    if (!read_hours(town, &opens, &closes))
        return reject(reading,
                      "town.json: opens and closes are hours such as 08:30 and "
                      "17:30, the first before the second",
                      town);
    place_keep_town(
        reading->work,
        &(struct place_town){ .name = string_of(town, "name"),
                              .district = string_of(town, "district"),
                              .city = string_of(town, "city"),
                              .province = string_of(town, "province"),
                              .hall_name = string_of(town, "hall_name"),
                              .phone = string_of(town, "phone"),
                              .complaint_phone = string_of(town, "complaint_phone"),
                              .hours = string_of(town, "hours"),
                              .credit_code = string_of(town, "credit_code"),
                              .opens_minute = opens,
                              .closes_minute = closes });
    return NULL;
}

static const struct refusal *keep_department(struct reading *reading,
                                             const struct json *row) {
    const struct place_department given = {
        .code = string_of(row, "code"),
        .name = string_of(row, "name"),
        .phone = string_of(row, "phone"),
        .duty = string_of(row, "duty"),
    };

    if (!given.code[0] || !given.name[0])
        return reject(reading, "departments.json: a row needs code and name", row);
    place_keep_department(reading->work, &given);
    return NULL;
}

static const struct refusal *keep_outlet(struct reading *reading,
                                         const struct json *row) {
    static const char *const kinds[] = { "hall", "community", "village",
                                         "neighbour_hall" };
    const struct place_outlet given = {
        .code = string_of(row, "code"),
        .name = string_of(row, "name"),
        .kind = string_of(row, "kind"),
        .parent = string_of(row, "parent"),
        .address = string_of(row, "address"),
        .phone = string_of(row, "phone"),
        .hours = string_of(row, "hours"),
    };
    int known = 0;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        known |= strcmp(kinds[i], given.kind) == 0;
    if (!given.code[0] || !given.name[0] || !known)
        return reject(reading, "outlets.json: a row needs code, name and a known kind",
                      row);
    place_keep_outlet(reading->work, &given);
    return NULL;
}

static const struct refusal *keep_staff(struct reading *reading, const struct json *row) {
    const struct place_book *book = place_book(reading->work);
    const struct place_department *department =
        book ? place_department_coded(book, string_of(row, "department")) : NULL;
    const struct place_outlet *outlet =
        book ? place_outlet_coded(book, string_of(row, "outlet")) : NULL;
    struct account account = {
        .login = string_of(row, "login"),
        .name = string_of(row, "name"),
        .department_id = department ? department->id : 0,
        .outlet_id = outlet ? outlet->id : 0,
        .rights = account_role(string_of(row, "role")),
    };

    if (!account.login[0] || !account.name[0] || !(account.rights & RIGHT_STAFF))
        return reject(reading, "staff.json: a row needs login, name and a known role",
                      row);
    if (!account_by_login(reading->work, account.login))
        return account_add(reading->work, &account, reading->hash, &account.id);
    return NULL;
}

static const struct refusal *keep_resident(struct reading *reading,
                                           const struct json *row) {
    const struct person given = {
        .kind = PERSON_NATURAL,
        .name = string_of(row, "name"),
        .id_number = string_of(row, "id_number"),
        .phone = string_of(row, "phone"),
    };
    struct account account = { .login = string_of(row, "login"),
                               .name = "",
                               .rights = RIGHT_RESIDENT };

    if (!account.login[0] || !given.name[0] || !check_mobile(given.phone) ||
        !check_citizen_id(given.id_number, work_day(reading->work)))
        return reject(reading, "residents.json: login, name, id_number or phone is wrong",
                      row);
    if (person_keep(reading->work, &given, &account.person_id))
        return reject(reading, "residents.json: the ID number has another name", row);
    if (!account_by_login(reading->work, account.login))
        return account_add(reading->work, &account, reading->hash, &account.id);
    return NULL;
}

/* Each row of a file's array; a file that is not there is fine. */
static const struct refusal *
each_row(struct reading *reading, const char *name, const char *text,
         const struct refusal *(*keep)(struct reading *, const struct json *)) {
    const struct json *rows = text ? read_json(reading, name, text) : NULL;
    const struct refusal *refusal = text && !rows ? &town_bad_file : NULL;

    for (size_t i = 0; rows && i < rows->count && !refusal; i++)
        refusal = keep(reading, &rows->member[i]);
    return refusal;
}

int64_t town_code(struct arena *arena, const char *town) {
    struct json_error error;
    const struct json *json = json_read(arena, town, strlen(town), &error);

    return json ? json_integer(json_get(json, "code"), 0) : 0;
}

const struct refusal *town_import(struct work *work, const struct town_files *files,
                                  const char **where) {
    struct reading reading = { work, where, files->password_hash };
    const struct json *town = read_json(&reading, "town.json", files->town);
    const struct refusal *refusal = town ? keep_town(&reading, town) : &town_bad_file;

    if (!refusal)
        refusal =
            each_row(&reading, "departments.json", files->departments, keep_department);
    if (!refusal)
        refusal = each_row(&reading, "outlets.json", files->outlets, keep_outlet);
    if (!refusal)
        refusal = each_row(&reading, "staff.json", files->staff, keep_staff);
    if (!refusal)
        refusal = each_row(&reading, "residents.json", files->residents, keep_resident);
    return refusal;
}
