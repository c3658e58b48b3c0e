package dev.serai.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.serai.call.RequestId;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.secrets.SecretBox;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The gateway's own keys, the same on all replicas: made once, sealed in the database, read into
 * memory with every change.
 */
final class SigningKeys {
  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final SecretBox box;
  private volatile @Nullable Signing current;
  private volatile String published = "{\"keys\":[]}";

  /** Of the refresh thread alone. */
  private long revision = -1;

  SigningKeys(JdbcClient jdbc, TransactionTemplate transactions, Changes changes, SecretBox box) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.changes = changes;
    this.box = box;
    changes.onChange(this::refresh);
  }

  record Signing(String kid, ECDSASigner signer) {}

  private record Row(String kid, byte[] sealed, String publicKey, long revision) {}

  /** Empty until there is one that can be opened. */
  Optional<Signing> current() {
    return Optional.ofNullable(current);
  }

  /** All public keys, as a JWK set. */
  String published() {
    return published;
  }

  /** Makes a key where there is none that this gateway can open. There is one on return. */
  void ensure() {
    if (current != null) return;
    transactions.executeWithoutResult(
        _ -> {
          long mine = changes.bump(); // from here on no other replica is in between
          if (rows().stream().noneMatch(row -> open(row) != null)) insert(mine);
        });
    changes.refreshNow(); // the key may be another replica's, which this one has not read yet
  }

  private void insert(long mine) {
    try {
      ECKey key =
          new ECKeyGenerator(Curve.P_256)
              .keyID(RequestId.next())
              .keyUse(KeyUse.SIGNATURE)
              .generate();
      jdbc.sql("insert into signing_keys (kid, sealed, public_key, revision) values (?, ?, ?, ?)")
          .params(
              key.getKeyID(),
              box.seal(Secret.of(key.toJSONString())),
              key.toPublicJWK().toJSONString(),
              mine)
          .update();
    } catch (JOSEException e) {
      throw new IllegalStateException("no key was made", e);
    }
  }

  private void refresh() {
    List<Row> rows = rows();
    long latest = rows.isEmpty() ? 0 : rows.getFirst().revision();
    if (latest == revision) return;
    published = "{\"keys\":[" + String.join(",", rows.stream().map(Row::publicKey).toList()) + "]}";
    for (Row row : rows) {
      Signing signing = open(row);
      if (signing == null) continue;
      current = signing;
      break;
    }
    revision = latest;
  }

  /** The newest first; bounded by how often a master key was lost. */
  private List<Row> rows() {
    return jdbc.sql(
            """
            select kid, sealed, public_key, revision from signing_keys
            order by revision desc limit 20
            """)
        .query(Row.class)
        .list();
  }

  private @Nullable Signing open(Row row) {
    try {
      return new Signing(row.kid(), new ECDSASigner(ECKey.parse(box.open(row.sealed()).reveal())));
    } catch (SecretBox.Unopenable | ParseException | JOSEException e) {
      log.atWarn()
          .addKeyValue("kid", row.kid())
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("a signing key cannot be opened with the master keys at hand; another is used");
      return null;
    }
  }
}
