package dev.serai.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.access.Actor;
import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.access.Grant;
import dev.serai.access.Permission;
import dev.serai.admin.ActorSource;
import dev.serai.call.RequestId;
import dev.serai.tenants.Tenants;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The log of an organization of its own for each test, asked over HTTP. */
abstract class AuditPort {
  static final ObjectMapper JSON = new ObjectMapper();
  static final TestActors ACTORS = new TestActors();
  static GatewayUnderTest gateway;

  /** A new one for each test. */
  String organization;

  AdminCalls auditor;

  @BeforeAll
  static void start() {
    gateway = GatewayUnderTest.with("").bean(ActorSource.class, ACTORS).start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void auditor() {
    organization = gateway.bean(Tenants.class).organization(RequestId.next()).id();
    auditor = user("auditor-" + organization, organization);
  }

  static AdminCalls user(String id, String organization) {
    return as(
        ACTORS.user(
            id, organization, Grant.everywhere(organization, Set.of(Permission.AUDIT_LOG_VIEW))));
  }

  static AdminCalls as(String bearer) {
    return new AdminCalls(gateway.adminUrl(), bearer);
  }

  void told(Entry... entries) {
    for (Entry entry : entries)
      gateway
          .bean(AuditTrail.class)
          .append(entry.actor() == null ? entry.by(Actor.system(organization)) : entry);
  }

  void told(int count) {
    gateway
        .bean(TransactionTemplate.class)
        .executeWithoutResult(
            _ -> {
              for (int i = 1; i <= count; i++)
                told(
                    Entry.of("key.update", "key", "key" + i)
                        .change(Map.of("name", "old " + i), Map.of("name", "new ü\u2028 " + i))
                        .with(Map.of("why", "reason " + i)));
            });
  }

  List<JsonNode> rowsOf(String action) {
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode row : auditor.get("/api/audit?limit=500&action=" + action).body().at("/items"))
      rows.add(row);
    return rows;
  }

  void tamper(String sql) {
    JdbcClient jdbc = gateway.bean(JdbcClient.class);
    gateway
        .bean(TransactionTemplate.class)
        .executeWithoutResult(
            _ -> {
              jdbc.sql("alter table audit_log disable trigger audit_log_append_only").update();
              jdbc.sql(sql).param(organization).update();
              jdbc.sql("alter table audit_log enable trigger audit_log_append_only").update();
            });
  }
}
