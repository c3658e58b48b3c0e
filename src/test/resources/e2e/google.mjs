// generateContent with the released @google/genai, in the API version it chooses: whole, streamed, with a tool.
import { GoogleGenAI } from "@google/genai";
import { execSync } from "node:child_process";

const { BASE_URL, KEY, MODEL: model } = process.env;
const client = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: BASE_URL, timeout: 30_000 } });
const say = (what, value) => console.log(`${what}: ${value}`);

const whole = await client.models.generateContent({ model, contents: "hello" });
say("generate", whole.text);
say("generate usage", `${whole.usageMetadata.promptTokenCount} ${whole.usageMetadata.totalTokenCount}`);
let text = "", pieces = 0, total = 0;
for await (const piece of await client.models.generateContentStream({ model, contents: "hello" })) {
  text += piece.text ?? "";
  total = piece.usageMetadata.totalTokenCount;
  pieces++;
}
say("generate streamed", text);
say("generate streamed in pieces", pieces);
say("generate streamed usage", total);

const parametersJsonSchema = { type: "object", properties: { command: { type: "string" } }, required: ["command"] };
const config = { tools: [{ functionDeclarations: [{ name: "bash", parametersJsonSchema }] }] };
const contents = [{ role: "user", parts: [{ text: "hello" }] }];
let call, turn;
for await (const piece of await client.models.generateContentStream({ model, contents, config })) {
  call ??= piece.functionCalls?.[0];
  turn ??= piece.candidates[0].content;
}
const output = execSync(call.args.command).toString();
contents.push(turn, {
  role: "user",
  parts: [{ functionResponse: { id: call.id, name: call.name, response: { output } } }],
});
say("generate tool", (await client.models.generateContent({ model, contents, config })).text);
