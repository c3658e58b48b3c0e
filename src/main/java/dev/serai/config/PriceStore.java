package dev.serai.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.config.Settings.PriceSettings;
import dev.serai.providers.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of own prices. Writes belong into the caller's transaction. */
@Component
final class PriceStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> RATES = new TypeReference<>() {};

  private final JdbcClient jdbc;

  PriceStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Row(PriceSettings price, int position, Owner owner) {
    /** What is unique. */
    String name() {
      return price.family() + " " + price.match();
    }
  }

  List<Row> all() {
    return jdbc.sql("select * from price_rows order by position, family, match")
        .query((row, number) -> read(row))
        .list();
  }

  void put(Row row, long revision) {
    jdbc.sql(
            """
            insert into price_rows (family, match, usd_per_mtok, position, managed_by, revision)
            values (?, ?, ?::jsonb, ?, ?, ?)
            on conflict (family, match) do update set usd_per_mtok = excluded.usd_per_mtok,
              position = excluded.position, managed_by = excluded.managed_by,
              revision = excluded.revision
            """)
        .params(
            row.price().family(),
            row.price().match(),
            write(row.price().usdPerMtok()),
            row.position(),
            row.owner().word(),
            revision)
        .update();
  }

  void remove(Row row) {
    jdbc.sql("delete from price_rows where family = ? and match = ?")
        .params(row.price().family(), row.price().match())
        .update();
  }

  private static Row read(ResultSet row) throws SQLException {
    try {
      return new Row(
          new PriceSettings(
              row.getString("family"),
              row.getString("match"),
              JSON.readValue(row.getString("usd_per_mtok"), RATES)),
          row.getInt("position"),
          Owner.of(row.getString("managed_by")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("own price in the database", e);
    }
  }

  private static String write(Map<String, String> rates) {
    try {
      return JSON.writeValueAsString(rates);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("own price", e);
    }
  }
}
