package dev.serai.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.call.Rank;
import dev.serai.providers.Owner;
import dev.serai.providers.ProviderStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of routing policies. Writes belong into the caller's transaction. */
@Component
public final class PolicyStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, List<String>>> ALIASES =
      new TypeReference<>() {};

  private static final TypeReference<List<List<String>>> GROUPS = new TypeReference<>() {};
  private static final TypeReference<LinkedHashMap<String, Integer>> WEIGHTS =
      new TypeReference<>() {};

  private final JdbcClient jdbc;

  public PolicyStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public record Row(RoutingPolicy policy, Owner owner) {}

  /** By name. */
  public List<Row> all() {
    return jdbc.sql("select * from routing_policies order by name")
        .query((row, number) -> read(row))
        .list();
  }

  /** Makes the policy, or changes the one with its name. At most one may be the preferred one. */
  public void put(Row row, long revision) {
    RoutingPolicy policy = row.policy();
    jdbc.sql(
            """
            insert into routing_policies (name, preferred, providers, aliases, allow_models,
              deny_models, ordering, affinity, equal_providers, weights, managed_by, revision)
            values (?, ?, ?, ?::json, ?, ?, ?, ?, ?::json, ?::json, ?, ?)
            on conflict (name) do update set preferred = excluded.preferred,
              providers = excluded.providers, aliases = excluded.aliases,
              allow_models = excluded.allow_models, deny_models = excluded.deny_models,
              ordering = excluded.ordering, affinity = excluded.affinity,
              equal_providers = excluded.equal_providers, weights = excluded.weights,
              managed_by = excluded.managed_by, revision = excluded.revision
            """)
        .params(
            policy.name(),
            policy.preferred(),
            policy.providers().toArray(String[]::new),
            write(policy.aliases()),
            policy.allow().toArray(String[]::new),
            policy.deny().toArray(String[]::new),
            policy.balance().order().word(),
            policy.balance().affinity().word(),
            write(policy.balance().equalProviders()),
            write(policy.balance().weights()),
            row.owner().word(),
            revision)
        .update();
  }

  public void remove(String name) {
    jdbc.sql("delete from routing_policies where name = ?").param(name).update();
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        new RoutingPolicy(
            row.getString("name"),
            row.getBoolean("preferred"),
            ProviderStore.texts(row.getArray("providers")),
            read(row.getString("aliases"), ALIASES),
            ProviderStore.texts(row.getArray("allow_models")),
            ProviderStore.texts(row.getArray("deny_models")),
            new Balance(
                Rank.Order.of(row.getString("ordering")).orElse(Rank.Order.LISTED),
                Rank.Affinity.of(row.getString("affinity")).orElse(Rank.Affinity.NONE),
                read(row.getString("equal_providers"), GROUPS),
                read(row.getString("weights"), WEIGHTS))),
        Owner.of(row.getString("managed_by")));
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a part of a policy", e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a part of a policy in the database", e);
    }
  }
}
