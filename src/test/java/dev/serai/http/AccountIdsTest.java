package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Secret;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountIdsTest {
  private static final Secret CREDENTIAL = Secret.of("sk-ours-0000000000000000");

  @ParameterizedTest
  @CsvSource({
    "in organization org-aB3dE5gH7jK9mN1pQ3sT5vW7 on tokens,in organization org-*** on tokens",
    "in organization `org_01jabcdefghjkmnpqrstvwxyz0` on tokens,in organization `org_***` on tokens",
    "project proj_aB3dE5gH7jK9 organization org-aB3dE5gH7jK9.,project proj_*** organization org-***.",
    "org-ABCDEFGH,org-***"
  })
  void hidesTheIdsOfOurAccounts(String said, String told) {
    assertThat(AccountIds.hidden(Buffer.buffer(said), CREDENTIAL)).hasToString(told);
  }

  @Test
  void hidesTheCredentialThatTheProviderWasSent() {
    Buffer error = Buffer.buffer("bad key 'sk-ours-0000000000000000' of org-AAAA1111");

    assertThat(AccountIds.hidden(error, CREDENTIAL)).hasToString("bad key '***' of org-***");
    assertThat(AccountIds.hidden("Bearer sk-ours-0000000000000000", CREDENTIAL))
        .isEqualTo("Bearer ***");
    assertThat(AccountIds.hidden(Buffer.buffer("none of it"), Secret.of("none")))
        .hasToString("none of it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "your organization's rate limit of 50 requests",
        "org-settings and proj_settings are words",
        "{\"param\":\"org_id\"}",
        "cyborg-ABCDEFGH1 is another word",
        "org-A1 is short",
        ""
      })
  void leavesEveryOtherErrorAsItIs(String said) {
    Buffer error = Buffer.buffer(said);

    assertThat(AccountIds.hidden(error, CREDENTIAL)).isSameAs(error);
  }

  @Test
  void changesNoByteBesideTheId() {
    byte[] odd = {(byte) 0xff, 0, '"', (byte) 0xc3, (byte) 0xa9};
    Buffer error = Buffer.buffer(odd).appendString(" org-AAAA1111 ").appendBytes(odd);

    Buffer told = AccountIds.hidden(error, CREDENTIAL);

    assertThat(told.getBytes())
        .isEqualTo(Buffer.buffer(odd).appendString(" org-*** ").appendBytes(odd).getBytes());
  }
}
