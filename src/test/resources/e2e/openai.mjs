// Chat, Responses and embeddings with the released openai package: whole, streamed, with a tool.
import OpenAI from "openai";
import { execSync } from "node:child_process";

const { BASE_URL, KEY, MODEL } = process.env;
const client = new OpenAI({ baseURL: `${BASE_URL}/v1`, apiKey: KEY, maxRetries: 0, timeout: 30_000 });
const say = (what, value) => console.log(`${what}: ${value}`);
const run = (args) => execSync(JSON.parse(args).command).toString();
const parameters = { type: "object", properties: { command: { type: "string" } }, required: ["command"] };

async function chat() {
  const messages = [{ role: "user", content: "hello" }];
  const whole = await client.chat.completions.create({ model: MODEL, messages });
  say("chat", whole.choices[0].message.content);
  say("chat usage", `${whole.usage.prompt_tokens} ${whole.usage.completion_tokens}`);

  let text = "", chunks = 0, usage = "none";
  for await (const chunk of await client.chat.completions.create({ model: MODEL, messages, stream: true })) {
    text += chunk.choices[0]?.delta?.content ?? "";
    if (chunk.choices.length === 0 || chunk.usage) usage = "present";
    chunks++;
  }
  say("chat streamed", text);
  say("chat streamed usage, not asked", usage);
  say("chat streamed in pieces", chunks > 2);
  const asked = client.chat.completions.stream({ model: MODEL, messages, stream_options: { include_usage: true } });
  say("chat streamed usage, asked", (await asked.totalUsage()).completion_tokens);

  const tools = [{ type: "function", function: { name: "bash", parameters } }];
  const first = await client.chat.completions.stream({ model: MODEL, messages, tools }).finalMessage();
  const call = first.tool_calls[0];
  messages.push(first, { role: "tool", tool_call_id: call.id, content: run(call.function.arguments) });
  const last = await client.chat.completions.create({ model: MODEL, messages, tools });
  say("chat tool", last.choices[0].message.content);
}

async function responses() {
  const input = [{ role: "user", content: "hello" }];
  const whole = await client.responses.create({ model: MODEL, input, store: false });
  say("responses", whole.output_text);
  say("responses usage", `${whole.usage.input_tokens} ${whole.usage.output_tokens}`);
  const streamed = await client.responses.stream({ model: MODEL, input, store: false }).finalResponse();
  say("responses streamed", streamed.output_text);

  const tools = [{ type: "function", name: "bash", parameters, strict: false }];
  const first = await client.responses.stream({ model: MODEL, input, tools, store: false }).finalResponse();
  const call = first.output.find((item) => item.type === "function_call");
  input.push(
    { type: "function_call", call_id: call.call_id, name: call.name, arguments: call.arguments },
    { type: "function_call_output", call_id: call.call_id, output: run(call.arguments) },
  );
  say("responses tool", (await client.responses.create({ model: MODEL, input, tools, store: false })).output_text);
}

await chat();
await responses();
const embedded = await client.embeddings.create({ model: process.env.EMBEDDING_MODEL, input: "hello" });
say("embedding", embedded.data[0].embedding.join(" "));
