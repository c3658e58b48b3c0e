package dev.serai.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Walks chains and names the first row of each that is not as it was written. Reads {@value #BATCH}
 * rows at a time and holds nothing open between them, so a chain may be as long as it likes and may
 * grow meanwhile.
 */
public final class AuditVerifier {
  static final int BATCH = 1000;

  private final JdbcClient jdbc;

  public AuditVerifier(DataSource database) {
    this.jdbc = JdbcClient.create(database);
  }

  /** Told after each batch. */
  @FunctionalInterface
  public interface Progress {
    /**
     * @param rows done
     * @param of all
     */
    void at(long rows, long of);
  }

  /** Names of all organizations, by their ids. */
  public Map<String, String> organizations() {
    Map<String, String> names = new TreeMap<>();
    jdbc.sql("select id, name from organizations")
        .query((row, _) -> names.put(row.getString(1), row.getString(2)))
        .list();
    return names;
  }

  /**
   * @param organization id
   * @param name for the verdict
   */
  public Verdict verify(String organization, String name, Progress progress) {
    return new Walk(new ChainRows(jdbc, organization), name).verdict(progress);
  }

  /** What lies in the database of one chain. */
  record ChainRows(JdbcClient jdbc, String organization) {
    /**
     * The ends as they were at one moment.
     *
     * @param headNumber 0 when there is no head
     * @param lowest of all rows' numbers, 0 when there are none
     */
    record Ends(boolean hasHead, long headNumber, byte[] headHash, long lowest, long highest) {}

    Ends ends() {
      return jdbc.sql(
              """
              select h.number is not null, coalesce(h.number, 0), coalesce(h.hash, ''::bytea),
                coalesce(l.lowest, 0), coalesce(l.highest, 0)
              from (select min(number) lowest, max(number) highest from audit_log
                  where organization_id = :organization) l
                left join audit_heads h on h.organization_id = :organization
              """)
          .param("organization", organization)
          .query(
              (row, _) ->
                  new Ends(
                      row.getBoolean(1),
                      row.getLong(2),
                      row.getBytes(3),
                      row.getLong(4),
                      row.getLong(5)))
          .single();
    }

    /** By number, not by count: so a number that stands there twice is in one batch. */
    List<StoredRow> between(long after, long last) {
      return jdbc.sql(
              "select "
                  + StoredRow.COLUMNS
                  + "from audit_log where organization_id = ? and number > ? and number <= ?"
                  + " order by number")
          .params(organization, after, last)
          .query(StoredRow::read)
          .list();
    }

    Optional<StoredRow> at(long number) {
      return between(number - 1, number).stream().findFirst();
    }

    /** The lowest number above, 0 when there is none. */
    long above(long number) {
      return jdbc.sql(
              "select coalesce(min(number), 0) from audit_log where organization_id = ? and number > ?")
          .params(organization, number)
          .query(Long.class)
          .single();
    }
  }
}
