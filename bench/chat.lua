-- One Chat Completions call, over and over. From the environment: KEY, PROMPT_BYTES.
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.headers["authorization"] = "Bearer " .. os.getenv("KEY")
wrk.body = '{"model":"plain-1","max_tokens":256,"messages":[{"role":"user","content":"'
  .. string.rep("The quick brown fox. ", math.ceil(tonumber(os.getenv("PROMPT_BYTES")) / 21))
  .. '"}]}'

function done(summary, latency, requests)
  local e = summary.errors
  io.write(("RESULT %d %d %d %d %d\n"):format(
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
