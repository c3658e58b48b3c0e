package dev.serai.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.database.Changes;
import dev.serai.secrets.SecretBox;
import dev.serai.testing.GatewayUnderTest;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

class SigningKeysTest {
  @Test
  void aReplicaThatComesLaterHasTheFirstOnesKeyAtOnceAndMakesNone() {
    try (GatewayUnderTest gateway = GatewayUnderTest.with("").start()) {
      SigningKeys first = gateway.bean(SigningKeys.class);
      SigningKeys later =
          new SigningKeys(
              gateway.bean(JdbcClient.class),
              gateway.bean(TransactionTemplate.class),
              gateway.bean(Changes.class),
              gateway.bean(SecretBox.class));

      later.ensure();

      assertThat(later.current().map(SigningKeys.Signing::kid))
          .isPresent()
          .isEqualTo(first.current().map(SigningKeys.Signing::kid));
    }
  }
}
