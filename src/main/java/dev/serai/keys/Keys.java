package dev.serai.keys;

import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.KeyHash;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.database.Changes;
import dev.serai.tenants.TenantSnapshot;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Step 1: who calls. Looks into memory only. */
public final class Keys {
  private static final Logger log = LoggerFactory.getLogger(Keys.class);

  private final KeySnapshot snapshot;
  private final TenantSnapshot tenants;
  private final InstantSource clock;
  private final List<Consumer<String>> onRevoked = new CopyOnWriteArrayList<>();
  private volatile boolean loaded;

  Keys(DataSource dataSource, TenantSnapshot tenants, Changes changes, InstantSource clock) {
    this.snapshot = new KeySnapshot(dataSource);
    this.tenants = tenants;
    this.clock = clock;
    changes.onChange(this::refresh);
  }

  /**
   * The call with its caller.
   *
   * @throws Refusal KEY_MISSING, KEY_INVALID, KEY_DISABLED, KEY_EXPIRED, KEY_REVOKED; OVERLOADED
   *     until the keys were read for the first time. Details of a known key have its {@code key_id}
   */
  public Call authenticate(Call call) {
    KeyHash hash = call.key();
    if (hash.equals(KeyHash.NONE)) throw missing();
    KeyEntry entry = snapshot.find(hash);
    if (entry == null) throw loaded ? unknown() : notLoaded();
    long now = clock.millis();
    if (!entry.usable(now)) throw entry.refusal(now);
    return call.withCaller(entry.caller(tenants));
  }

  /** Whose key it is, usable or not: to attribute a refused call. */
  public Optional<Caller> callerOf(KeyHash hash) {
    return Optional.ofNullable(snapshot.find(hash)).map(entry -> entry.caller(tenants));
  }

  /**
   * Called with the id of a key when an admin revoked, disabled or expired it, or ended one of its
   * secrets: calls of it that still run have to be cut. On the refresh thread; must not block.
   */
  public void onRevoked(Consumer<String> listener) {
    onRevoked.add(listener);
  }

  /** How many secrets are held in memory. */
  public int size() {
    return snapshot.size();
  }

  private void refresh() {
    Set<String> ended = snapshot.refresh(clock.millis());
    loaded = true;
    for (String id : ended) for (Consumer<String> listener : onRevoked) tell(listener, id);
  }

  /** Each has to hear of it, whatever another does. */
  private static void tell(Consumer<String> listener, String id) {
    try {
      listener.accept(id);
    } catch (RuntimeException e) {
      log.atError().addKeyValue("key", id).setCause(e).log("a listener did not take a revocation");
    }
  }

  private static Refusal missing() {
    return new Refusal(
        Reason.KEY_MISSING,
        "No key was sent. Send your virtual key as \"Authorization: Bearer vk-lw-…\", or in"
            + " x-api-key, x-goog-api-key or api-key.");
  }

  private static Refusal unknown() {
    return new Refusal(
        Reason.KEY_INVALID,
        "This key is not known here. A virtual key is vk-lw- and 26 characters; a provider's own key"
            + " does not work. Check that yours was copied whole, or ask your administrator.");
  }

  private static Refusal notLoaded() {
    return new Refusal(
        Reason.OVERLOADED,
        "The gateway has not read its keys yet. Try again in a moment.",
        1,
        Map.of());
  }
}
