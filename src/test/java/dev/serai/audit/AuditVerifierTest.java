package dev.serai.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.audit.Verdict.Kind;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditVerifierTest {
  private static final String MOVE_AWAY = "update audit_log set number = number + 1000";

  private AuditFixture audit;

  @BeforeEach
  void start() {
    audit = new AuditFixture();
  }

  @AfterEach
  void stop() {
    audit.close();
  }

  private void found(Kind kind, long number, String... words) {
    Verdict verdict = audit.verdict();
    assertThat(verdict.ok()).isFalse();
    assertThat(verdict.fault()).isNotNull();
    assertThat(verdict.fault().kind()).as(verdict.fault().sentence()).isEqualTo(kind);
    assertThat(verdict.fault().number()).as(verdict.fault().sentence()).isEqualTo(number);
    for (String word : words) assertThat(verdict.fault().sentence()).contains(word);
  }

  @Test
  void anUntouchedChainIsOk() {
    assertThat(audit.verdict()).isEqualTo(new Verdict("acme", 0, null, null, "0".repeat(64), null));

    audit.rows(7);

    List<StoredRow> rows = audit.stored();
    assertThat(audit.verdict())
        .isEqualTo(
            new Verdict(
                "acme",
                7,
                rows.getFirst().row().at(),
                rows.getLast().row().at(),
                HexFormat.of().formatHex(rows.getLast().hash()),
                null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at = at + interval '1 microsecond'",
        "at = 'infinity'",
        "actor_kind = 'user'",
        "actor_id = actor_id || ' '",
        "actor_name = ''",
        "surface = 'cli'",
        "address = '10.0.0.1'",
        "action = 'key.delete'",
        "resource = 'limit'",
        "resource_id = 'key9'",
        "outcome = 'refused'",
        "before = null",
        "before = '{\"name\": \"old4\"}'",
        "after = '{\"name\":\"new5\"}'",
        "details = '{}'",
        "resource = 'ke', resource_id = 'ykey4'",
        "hash = sha256('x')"
      })
  void findsEachFieldThatWasChanged(String change) {
    audit.rows(6);

    audit.tamper("update audit_log set " + change + " where number = 4");

    found(Kind.CHANGED, 4, "row 4 was changed");
    assertThat(audit.verdict().rows()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 6})
  void findsAChangeAtEitherEnd(long number) {
    audit.rows(6);

    audit.tamper("update audit_log set actor_name = 'me' where number = ?", number);

    found(Kind.CHANGED, number);
  }

  @Test
  void findsARowThatWasReplacedTogetherWithItsHash() {
    audit.rows(6);
    StoredRow third = audit.stored().get(2);
    StoredRow fourth = audit.stored().get(3);
    AuditRow forged =
        new Draft(
                audit.organization,
                "user",
                "x",
                "x",
                "api",
                "",
                "a.b",
                "",
                "",
                "done",
                null,
                null,
                "{}")
            .row(4, fourth.row().at());

    audit.tamper(
        """
        update audit_log set actor_kind = 'user', actor_id = 'x', actor_name = 'x', surface = 'api',
          action = 'a.b', resource = '', resource_id = '', before = null, after = null,
          details = '{}', hash = ? where number = 4
        """,
        Chain.hash(third.hash(), audit.organization, forged));

    found(Kind.CHANGED, 5, "or row 4 was, and given a new hash");
  }

  @ParameterizedTest
  @CsvSource({
    "number = 1, 1, row 1 was removed",
    "number = 3, 3, row 3 was removed",
    "number = 6, 6, row 6 was removed",
    "number between 2 and 4, 2, rows 2 to 4 were removed",
    "number >= 5, 5, rows 5 to 6 were removed",
    "true, 1, rows 1 to 6 were removed"
  })
  void findsRowsThatWereRemoved(String which, long number, String sentence) {
    audit.rows(6);

    audit.tamper("delete from audit_log where " + which);

    found(Kind.REMOVED, number, sentence);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, row 1", "3, 3, row 3", "3, 4, rows 3 to 4", "6, 6, row 6"})
  void findsRowsThatWereRemovedWhenTheOthersClosedUp(long from, long to, String which) {
    audit.rows(6);

    audit.tamper("delete from audit_log where number between ? and ?", from, to);
    audit.tamper(MOVE_AWAY + " where number > ?", to);
    audit.tamper("update audit_log set number = number - 1001 - ? where number > 1000", to - from);

    found(Kind.REMOVED, from, which + " w");
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "2, 5", "1, 2", "5, 6", "1, 6"})
  void findsTwoRowsThatWereSwapped(long one, long other) {
    audit.rows(6);

    audit.tamper(MOVE_AWAY + " where number = ?", one);
    audit.tamper("update audit_log set number = ? where number = ?", one, other);
    audit.tamper("update audit_log set number = ? where number = ?", other, one + 1000);

    found(Kind.REORDERED, one, "what was written here stands at row " + other);
  }

  @Test
  void findsTwoRowsThatWereSwappedUnderTheirHashes() {
    audit.rows(6);

    audit.tamper(
        """
        update audit_log a set at = b.at, resource_id = b.resource_id, before = b.before,
          after = b.after, details = b.details
        from audit_log b where a.number in (2, 5) and b.number = 7 - a.number
        """);

    found(Kind.REORDERED, 2, "what was written here stands at row 5");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 6})
  void findsARowThatWasInserted(long at) {
    audit.rows(6);

    audit.tamper(MOVE_AWAY + " where number >= ?", at);
    audit.tamper("update audit_log set number = number - 999 where number > 1000");
    forge(at);

    found(Kind.INSERTED, at, "row " + at + " was inserted");

    audit.tamper("update audit_heads set number = number + 1");
    found(Kind.INSERTED, at, "row " + at + " was inserted");
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 0, -3})
  void findsARowBeyondTheEnds(long number) {
    audit.rows(6);

    forge(number);

    found(Kind.INSERTED, number);
  }

  @Test
  void findsARowThatIsThereTwice() {
    audit.rows(6);
    audit.execute("alter table audit_log drop constraint audit_log_pkey");

    forge(4);

    assertThat(audit.verdict().fault().kind()).isEqualTo(Kind.INSERTED);
    assertThat(audit.verdict().fault().number()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "number = 5, says that it ends at row 5",
    "number = 9, says that it ends at row 9",
    "hash = sha256('x'), another hash"
  })
  void findsAHeadThatDiffers(String change, String words) {
    audit.rows(6);

    audit.execute("update audit_heads set " + change);

    found(Kind.HEAD, 6, words);
  }

  @Test
  void findsThatTheHeadIsGone() {
    audit.rows(6);

    audit.execute("delete from audit_heads");

    found(Kind.HEAD, 6, "the head of the chain is missing");
  }

  @Test
  void goesOnPastItsBatchesAndTellsHowFarItIs() {
    int count = 2 * AuditVerifier.BATCH + 1;
    audit.transactions.executeWithoutResult(_ -> audit.rows(count));
    List<String> told = new ArrayList<>();

    Verdict verdict =
        audit.verifier.verify(audit.organization, "acme", (rows, of) -> told.add(rows + "/" + of));

    assertThat(verdict.rows()).isEqualTo(count);
    assertThat(verdict.ok()).isTrue();
    assertThat(told).containsExactly("1000/2001", "2000/2001", "2001/2001");

    audit.tamper("delete from audit_log where number = 1000");
    found(Kind.REMOVED, 1000, "row 1000 was removed");
    audit.tamper("update audit_log set actor_id = 'x' where number = 1500");
    found(Kind.REMOVED, 1000);
  }

  /** With a hash that somebody made up. */
  private void forge(long number) {
    byte[] before =
        audit.stored().stream()
            .filter(row -> row.number() == number - 1)
            .map(StoredRow::hash)
            .findFirst()
            .orElse(Chain.START);
    audit.tamper(
        """
        insert into audit_log (organization_id, number, at, actor_kind, actor_id, actor_name, surface,
          address, action, resource, resource_id, outcome, before, after, details, hash)
        values (?, ?, now(), 'user', 'x', 'x', 'api', '', 'key.create', 'key', 'k', 'done', null,
          null, '{}', sha256(?))
        """,
        audit.organization,
        number,
        before);
  }
}
