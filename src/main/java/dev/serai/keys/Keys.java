package dev.serai.keys;

import dev.serai.call.Call;
import dev.serai.call.Entry;
import dev.serai.call.KeyHash;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.database.Changes;
import dev.serai.tenants.TenantSnapshot;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Step 1: who calls. Looks into memory only, but for the first seconds of an installation with very
 * many keys: until all of them are read, each call's own is looked up.
 */
public final class Keys {
  private static final Logger log = LoggerFactory.getLogger(Keys.class);

  private final KeySnapshot snapshot;
  private final FirstRead firstRead;
  private final KeyLookups lookups;
  private final TenantSnapshot tenants;
  private final InstantSource clock;
  private final List<Consumer<String>> onRevoked = new CopyOnWriteArrayList<>();
  private volatile boolean loaded;

  Keys(DataSource dataSource, TenantSnapshot tenants, Changes changes, InstantSource clock) {
    this.snapshot = new KeySnapshot(dataSource);
    this.firstRead = new FirstRead(() -> snapshot.refresh(clock.millis()), changes);
    this.lookups = new KeyLookups(dataSource);
    this.tenants = tenants;
    this.clock = clock;
    changes.onChange(this::refresh);
  }

  /**
   * The call with its caller, or a refusal: KEY_MISSING, KEY_INVALID, KEY_DISABLED, KEY_EXPIRED,
   * KEY_REVOKED, with the {@code key_id} of a known key. OVERLOADED when the key is in neither
   * memory nor reach.
   */
  public Entry authenticate(Call call) {
    KeyHash hash = call.key();
    if (hash.equals(KeyHash.NONE)) return new Entry.Refused(call, missing());
    if (loaded) return entry(call, snapshot.find(hash));
    return new Entry.Waiting(
        lookups
            .find(hash)
            .thenApply(
                answer ->
                    answer.read()
                        ? entry(call, answer.entry())
                        : new Entry.Refused(call, notLoaded())),
        notLoaded());
  }

  /**
   * Whether a call that has entered may still go on.
   *
   * @throws Refusal because its key has ended meanwhile
   */
  public void check(Call call) {
    if (!loaded) return; // a listener hears of it when they are
    KeyEntry entry = snapshot.find(call.key());
    if (entry == null) throw unknown();
    long now = clock.millis();
    if (!entry.usable(now)) throw entry.refusal(now);
  }

  /** Why a call with this key would be refused; null when it would not, or memory cannot tell. */
  public @Nullable Refusal refused(KeyHash hash) {
    if (hash.equals(KeyHash.NONE)) return missing();
    if (!loaded) return null;
    KeyEntry entry = snapshot.find(hash);
    if (entry == null) return unknown();
    long now = clock.millis();
    return entry.usable(now) ? null : entry.refusal(now);
  }

  private Entry entry(Call call, @Nullable KeyEntry entry) {
    if (entry == null) return new Entry.Refused(call, unknown());
    Call theirs = call.withCaller(entry.caller(tenants));
    long now = clock.millis();
    return entry.usable(now)
        ? new Entry.Passed(theirs)
        : new Entry.Refused(theirs, entry.refusal(now));
  }

  /**
   * Called with the id of a key when an admin revoked, disabled or expired it, or ended one of its
   * secrets: calls of it that still run have to be cut. On the refresh thread; must not block.
   */
  public void onRevoked(Consumer<String> listener) {
    onRevoked.add(listener);
  }

  /** Whether all keys are in memory. */
  boolean loaded() {
    return loaded;
  }

  /** How many secrets are held in memory. */
  public int size() {
    return snapshot.size();
  }

  private void refresh() {
    if (!loaded && !firstRead.done()) return;
    Set<String> ended = snapshot.refresh(clock.millis());
    if (!loaded) {
      loaded = true;
      lookups.forget((hash, id) -> addUnlessUsable(hash, id, ended));
    }
    for (String id : ended) for (Consumer<String> listener : onRevoked) tell(listener, id);
  }

  /** It may have ended since it was looked up, and been read into memory as that. */
  private void addUnlessUsable(KeyHash hash, String id, Set<String> ended) {
    KeyEntry entry = snapshot.find(hash);
    if (entry == null || !entry.usable(clock.millis())) ended.add(id);
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
