// Messages with the released @anthropic-ai/sdk (whose package is named by PACKAGE): whole, streamed, with a tool.
import { execSync } from "node:child_process";

const { BASE_URL, KEY, MODEL, PACKAGE } = process.env;
const Anthropic = (await import(PACKAGE)).default;
const client = new Anthropic({ baseURL: BASE_URL, apiKey: KEY, maxRetries: 0, timeout: 30_000 });
const say = (what, value) => console.log(`${what}: ${value}`);
const messages = [{ role: "user", content: "hello" }];
const ask = { model: MODEL, max_tokens: 256 };
const text = (message) => message.content.map((block) => block.text ?? "").join("");

const whole = await client.messages.create({ ...ask, messages });
say("messages", text(whole));
say("messages usage", `${whole.usage.input_tokens} ${whole.usage.cache_read_input_tokens} ${whole.usage.output_tokens}`);
let pieces = 0;
const stream = client.messages.stream({ ...ask, messages });
stream.on("text", () => pieces++);
const streamed = await stream.finalMessage();
say("messages streamed", text(streamed));
say("messages streamed in pieces", pieces);
say("messages streamed usage", `${streamed.usage.input_tokens} ${streamed.usage.output_tokens}`);
say("count", (await client.messages.countTokens({ model: MODEL, messages })).input_tokens);

const input_schema = { type: "object", properties: { command: { type: "string" } }, required: ["command"] };
const tools = [{ name: "bash", input_schema }];
const first = await client.messages.stream({ ...ask, messages, tools }).finalMessage();
const call = first.content.find((block) => block.type === "tool_use");
messages.push(
  { role: "assistant", content: first.content },
  {
    role: "user",
    content: [{ type: "tool_result", tool_use_id: call.id, content: execSync(call.input.command).toString() }],
  },
);
say("messages tool", text(await client.messages.create({ ...ask, messages, tools })));
