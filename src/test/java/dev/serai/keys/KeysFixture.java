package dev.serai.keys;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.call.Asked;
import dev.serai.call.Body;
import dev.serai.call.Call;
import dev.serai.call.Cancellation;
import dev.serai.call.ClientRequest;
import dev.serai.call.Dialect;
import dev.serai.call.Headers;
import dev.serai.call.KeyHash;
import dev.serai.call.Operation;
import dev.serai.call.Secret;
import dev.serai.call.TraceContext;
import dev.serai.database.Changes;
import dev.serai.secrets.Pepper;
import dev.serai.tenants.TenantSnapshot;
import dev.serai.tenants.Tenants;
import dev.serai.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keys on a real database, without Spring, at a time that the test sets. */
final class KeysFixture implements AutoCloseable {
  final TestDatabase database = TestDatabase.migrated();
  final Changes changes = database.changes();
  final Pepper pepper = new Pepper(new byte[32]);
  final Tenants tenants = new Tenants(database.jdbc(), "");
  volatile Instant now = Instant.now();
  final Keys keys = keys(changes);
  final VirtualKeys virtualKeys = virtualKeys(changes);

  KeysFixture() {
    tenants.project(tenants.current().id(), Tenants.DEFAULT_PROJECT);
    while (!keys.loaded()) changes.refreshNow();
  }

  /** As another replica has them, on a feed of its own. */
  Keys keys(Changes feed) {
    TenantSnapshot inherited = new TenantSnapshot(new JdbcTemplate(database.dataSource()), feed);
    return new Keys(database.dataSource(), inherited, feed, clock());
  }

  /** As another replica has it, on a feed of its own. */
  VirtualKeys virtualKeys(Changes feed) {
    return new VirtualKeys(
        new KeyStore(database.jdbc(), new ObjectMapper()),
        tenants,
        (_, policy) -> !policy.equals("unknown"),
        database.transactions(),
        feed,
        TestKeys.mutations(database, feed),
        pepper,
        clock());
  }

  InstantSource clock() {
    return () -> now;
  }

  IssuedKey create(String name) {
    return virtualKeys.create(NewKey.named(name, Tenants.DEFAULT_PROJECT));
  }

  Call authenticate(Secret key) {
    return authenticate(keys, pepper.hash(key.reveal()));
  }

  static Call authenticate(Keys keys, KeyHash hash) {
    return keys.authenticate(call(hash)).await(Duration.ofSeconds(10));
  }

  static Call call(KeyHash key) {
    return Call.read(
        Operation.CHAT,
        Dialect.OPENAI_CHAT,
        new ClientRequest(
            "POST", "/v1/chat/completions", "", NO_HEADERS, Body.of(new byte[0]), "127.0.0.1"),
        Asked.NOTHING,
        key,
        TraceContext.from(null, null),
        new Cancellation());
  }

  @Override
  public void close() {
    database.close();
  }

  private static final Headers NO_HEADERS =
      new Headers() {
        @Override
        public String get(String name) {
          return null;
        }

        @Override
        public Iterator<Map.Entry<String, String>> iterator() {
          return Collections.emptyIterator();
        }
      };
}
