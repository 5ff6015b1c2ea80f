-- For wrk: GETs of one file, each of a range of given length at a random offset. Arguments: length, file's size, token.
local length, size

function init(arguments)
  length, size = tonumber(arguments[1]), tonumber(arguments[2])
  wrk.headers["Authorization"] = arguments[3] and "Bearer " .. arguments[3] or nil
  math.randomseed(20261125)
end

function request()
  local first = math.random(0, size - length)
  wrk.headers["Range"] = string.format("bytes=%d-%d", first, first + length - 1)
  return wrk.format("GET")
end

function done(summary, latency)
  local failed = summary.errors
  print(string.format('{"requests": %d, "bytes": %d, "seconds": %.6f, "failed": %d, "p50": %.3f, "p99": %.3f}',
    summary.requests, summary.bytes, summary.duration / 1e6,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
