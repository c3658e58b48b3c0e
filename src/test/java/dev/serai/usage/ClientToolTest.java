package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Headers;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientToolTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          claude-cli/2.1.330 (external, cli)                      | claude-code
          codex_exec/0.169.0 (Debian; x86_64) unknown             | codex
          codex_cli_rs/0.169.0                                    | codex
          GeminiCLI-tui/0.61.0/gemini-3 (linux; x64; terminal)    | gemini-cli
          opencode/1.18.33 ai-sdk/provider-utils/3.0              | opencode
          GitHubCopilotChat/0.31                                  | copilot
          QwenCode/0.24.4 (linux; x64)                            | qwen
          Cline/3.2                                               | cline
          ls/JS 4.1                                               | continue
          pi/0.73.1                                               | pi
          OpenAI/JS 7.57.0                                        | openai-sdk
          AsyncOpenAI/Python 2.1                                  | openai-sdk
          Anthropic/JS 1.12.0                                     | anthropic-sdk
          google-genai-sdk/3.1.0 gl-node/v22                      | google-sdk
          ai-sdk/openai-compatible/1.0                            | ai-sdk
          curl/8.5.0                                              | curl
          pip/24                                                  | other
          node-fetch                                              | other
          ''                                                      | other
          """)
  void knowsTheToolByItsUserAgent(String userAgent, String tool) {
    assertThat(ClientTool.of(userAgent).id()).isEqualTo(tool);
  }

  /** Cline and pi come under the name of their SDK. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ai-sdk/openai-compatible/2.0 | cline       | cline
          OpenAI/JS 6.2                | pi          | pi
          node                         | claude      | claude-code
          node                         | gemini      | gemini-cli
          codex_exec/0.169.0           | pi          | codex
          curl/8.5.0                   | pi          | curl
          OpenAI/JS 6.2                | my own tool | openai-sdk
          OpenAI/JS 6.2                | ''          | openai-sdk
          """)
  void knowsTheToolByItsSessionWhereTheUserAgentTellsNone(
      String userAgent, String session, String tool) {
    assertThat(ClientTool.of(only("user-agent", userAgent), session).id()).isEqualTo(tool);
  }

  private static Headers only(String name, String value) {
    return new Headers() {
      @Override
      public @Nullable String get(String asked) {
        return asked.equals(name) ? value : null;
      }

      @Override
      public Iterator<Map.Entry<String, String>> iterator() {
        return Map.of(name, value).entrySet().iterator();
      }
    };
  }
}
