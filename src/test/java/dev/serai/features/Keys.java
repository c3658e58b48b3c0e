package dev.serai.features;

import dev.serai.testing.GatewayUnderTest;
import org.springframework.jdbc.core.simple.JdbcClient;

final class Keys {
  private Keys() {}

  static String idOf(GatewayUnderTest gateway, String name) {
    return gateway
        .bean(JdbcClient.class)
        .sql("select id from virtual_keys where name = ?")
        .param(name)
        .query(String.class)
        .single();
  }
}
