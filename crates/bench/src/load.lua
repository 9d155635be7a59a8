-- Asks the requests of a file in turn: METHOD <tab> PATH <tab> BODY. %N% becomes a number that no other request has.
local requests, headers = {}, {}
local at, made, thread_id = 0, 0, 0
local threads = 0

function setup(thread)
  thread:set("thread_id", threads)
  threads = threads + 1
end

function init()
  for line in io.lines(os.getenv("GUANXI_BENCH_REQUESTS")) do
    local method, path, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
    requests[#requests + 1] = { method = method, path = path, body = body }
  end
  headers["Authorization"] = "Bearer " .. os.getenv("GUANXI_BENCH_TOKEN")
  headers["Content-Type"] = "application/json"
  headers["If-Match"] = nil
  math.randomseed(os.time() + thread_id * 7919)
  at = math.random(#requests)
end

function request()
  at = at % #requests + 1
  made = made + 1
  local chosen = requests[at]
  local body = chosen.body
  if body ~= "" then
    local number = string.format("%d%06d%07d", thread_id + 1, os.time() % 1000000, made)
    body = body:gsub("%%N%%", number)
    headers["If-Match"] = chosen.method == "PATCH" and "*" or nil
  end
  return wrk.format(chosen.method, chosen.path, headers, body ~= "" and body or nil)
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    'LOAD {"requests":%d,"seconds":%.6f,"errors":%d,"p50":%d,"p95":%d,"p99":%d}\n',
    summary.requests, summary.duration / 1000000, e.status + e.connect + e.read + e.write + e.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
