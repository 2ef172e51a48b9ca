-- wrk's script for filing: BENCH_TOKEN, BENCH_ITEM; each request is a case of its own.
local body = string.format(
    '{"item":"%s","name":"演示居民一","id_number":"330109190001010016",' ..
    '"phone":"13800000001","statement":"压力测试"}', os.getenv("BENCH_ITEM"))
local headers = {
    ["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN"),
}
local run = os.getenv("BENCH_RUN")
local count = 0

request = function()
    count = count + 1
    headers["Idempotency-Key"] = run .. "-" .. count
    return wrk.format("POST", "/api/v1/filings", headers, body)
end
