package dev.serai.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Caller;
import dev.serai.call.KeyHash;
import dev.serai.database.Changes;
import dev.serai.tenants.TenantSnapshot;
import dev.serai.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is in memory against rows that are written by hand. */
class KeySnapshotTest {
  private final TestDatabase database = TestDatabase.migrated();
  private final JdbcClient jdbc = database.jdbc();
  private final KeySnapshot snapshot = new KeySnapshot(database.dataSource());

  /** Empty: it is never read. */
  private final TenantSnapshot tenants =
      new TenantSnapshot(
          new JdbcTemplate(database.dataSource()),
          new Changes(database.dataSource(), database.settings()));

  @BeforeEach
  void fill() {
    run("insert into organizations (id, name) values ('O', 'acme')");
    run("insert into teams (id, organization_id, name) values ('T1', 'O', 'a'), ('T2', 'O', 'b')");
    run(
        """
        insert into projects (id, organization_id, team_id, name, personal)
        values ('P1', 'O', 'T1', 'one', false), ('P2', 'O', null, 'two', true)
        """);
    run(
        """
        insert into principals (id, organization_id, kind, name)
        values ('U1', 'O', 'service', 'one'), ('U2', 'O', 'user', 'two')
        """);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void readsEveryColumnOfAKey() {
    key("K1", "P1", "U1", "zürich-北京", "policy = 'fast', requests_per_minute = 7");
    current("K1", 1);
    key("K2", "P2", "U2", "", "status = 'disabled'");
    current("K2", 2);

    snapshot.refresh(0);

    assertThat(caller(1)).isEqualTo(caller("T1", "P1", "U1", false, "K1", "zürich-北京", "fast", 7));
    assertThat(caller(2)).isEqualTo(caller("", "P2", "U2", true, "K2", "", "", 0));
    assertThat(entry(1).usable(Long.MAX_VALUE - 1)).isTrue();
    assertThat(entry(2).usable(0)).isFalse();
  }

  @Test
  void takesTimesToTheMillisecond() {
    key("K1", "P1", "U1", "a", "expires_at = '2026-03-01T12:00:00.123Z'");
    current("K1", 1);
    key("K2", "P1", "U1", "b", "expires_at = 'infinity'");
    old("K2", 2, "1999-12-31T23:59:59.999Z");

    snapshot.refresh(0);

    assertThat(entry(1).usable(1_772_366_400_122L)).isTrue();
    assertThat(entry(1).usable(1_772_366_400_123L)).isFalse();
    assertThat(entry(2).usable(946_684_799_998L)).isTrue();
    assertThat(entry(2).usable(946_684_799_999L)).isFalse();
  }

  @Test
  void eachSecretOfAKeyEndsAtItsOwnTime() {
    key("K1", "P1", "U1", "a", "name = 'a'");
    old("K1", 1, "2026-03-01T12:00:00Z");
    current("K1", 2);
    old("K1", 3, "2026-02-01T12:00:00Z");

    snapshot.refresh(0);

    assertThat(snapshot.size()).isEqualTo(3);
    assertThat(entry(1).usable(1_772_366_400_000L)).isFalse();
    assertThat(entry(1).usable(1_772_366_399_999L)).isTrue();
    assertThat(entry(2).usable(1_772_366_400_000L)).isTrue();
    assertThat(entry(3).usable(1_772_366_399_999L)).isFalse();
  }

  @Test
  void findsEachOfManyKeysWithItsOwnProject() {
    run(
        """
        insert into virtual_keys (id, project_id, principal_id, name, hash, prefix, last_four,
          created_at, updated_at, revision)
        select 'key-' || n, case when n % 2 = 0 then 'P2' else 'P1' end, 'U1', 'n' || n,
          sha256(convert_to(n::text, 'UTF8')), '', '', now(), now(), n
        from generate_series(1, 20000) n order by md5(n::text)
        """);

    snapshot.refresh(0);

    assertThat(snapshot.size()).isEqualTo(20_000);
    for (int n = 1; n <= 20_000; n++)
      assertThat(caller(n))
          .extracting(Caller::key, Caller::keyName, Caller::project)
          .containsExactly("key-" + n, "n" + n, n % 2 == 0 ? "P2" : "P1");
  }

  @Test
  void readsOnlyWhatChangedSince() {
    key("K1", "P1", "U1", "a", "revision = 1");
    current("K1", 1);
    key("K2", "P1", "U1", "b", "revision = 2");
    current("K2", 2);
    snapshot.refresh(0);
    run("update virtual_keys set status = 'revoked' where id = 'K1'"); // no new revision
    run("update virtual_keys set status = 'revoked', revision = 3 where id = 'K2'");

    assertThat(snapshot.refresh(0)).containsExactly("K2");

    assertThat(entry(1).usable(0)).isTrue();
    assertThat(entry(2).usable(0)).isFalse();
    assertThat(snapshot.refresh(0)).isEmpty();
  }

  @Test
  void tellsThatAKeyWasRevokedThoughItsTimeWasOver() {
    key("K1", "P1", "U1", "a", "expires_at = '2026-03-01T12:00:00Z'");
    snapshot.refresh(0);

    run("update virtual_keys set status = 'revoked', revision = 2 where id = 'K1'");

    assertThat(snapshot.refresh(1_772_366_500_000L)).containsExactly("K1");
  }

  @Test
  void tellsThatASecretEndedByAClockThatIsAhead() {
    key("K1", "P1", "U1", "a", "revision = 1");
    current("K1", 1);
    snapshot.refresh(0);

    current("K1", 2);
    old("K1", 1, "2026-03-01T12:00:00.100Z");
    run("update virtual_keys set revision = 2 where id = 'K1'");

    assertThat(snapshot.refresh(1_772_366_400_000L)).containsExactly("K1");
    run("update virtual_keys set name = 'b', revision = 3 where id = 'K1'");
    assertThat(snapshot.refresh(1_772_366_400_000L)).isEmpty();
  }

  @Test
  void aKeyFollowsItsProjectToAnotherTeam() {
    key("K1", "P1", "U1", "a", "revision = 1");
    current("K1", 1);
    snapshot.refresh(0);

    run("update projects set team_id = 'T2' where id = 'P1'");
    run("update virtual_keys set revision = 2 where id = 'K1'");
    snapshot.refresh(0);

    assertThat(caller(1).team()).isEqualTo("T2");
  }

  private Caller caller(int number) {
    return entry(number).caller(tenants);
  }

  private static Caller caller(
      String team,
      String project,
      String principal,
      boolean personal,
      String id,
      String name,
      String policy,
      int requestsPerMinute) {
    return new Caller(
        "O",
        team,
        project,
        principal,
        personal,
        List.of(),
        id,
        name,
        "",
        policy,
        requestsPerMinute);
  }

  private KeyEntry entry(int number) {
    return Objects.requireNonNull(snapshot.find(hash("" + number)));
  }

  private void key(String id, String project, String principal, String name, String set) {
    jdbc.sql(
            """
            insert into virtual_keys (id, project_id, principal_id, name, hash, prefix, last_four,
              created_at, updated_at, revision)
            values (?, ?, ?, ?, ?, '', '', now(), now(), 1)
            """)
        .params(id, project, principal, name, hash(id).bytes())
        .update();
    run("update virtual_keys set " + set + " where id = '" + id + "'");
  }

  private void current(String key, int number) {
    jdbc.sql("update virtual_keys set hash = ? where id = ?")
        .params(hash("" + number).bytes(), key)
        .update();
  }

  private void old(String key, int number, String validUntil) {
    jdbc.sql("insert into old_secrets (hash, key_id, valid_until) values (?, ?, ?::timestamptz)")
        .params(hash("" + number).bytes(), key, validUntil)
        .update();
  }

  /** Spread evenly, as those of real secrets are. */
  private static KeyHash hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return KeyHash.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(String sql) {
    jdbc.sql(sql).update();
  }
}
