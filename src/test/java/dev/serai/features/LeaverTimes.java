package dev.serai.features;

import dev.serai.keys.NewKey;
import dev.serai.keys.VirtualKeys;
import dev.serai.offboarding.Revocations;
import dev.serai.tenants.SignedUser;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.representations.idm.UserRepresentation;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Prints how long it takes until a leaver is refused on the gateway port of each of three replicas:
 * after being disabled in Keycloak, one by one and all at once, and after our own revocation; and
 * until a running stream has ended. A program to be run by hand: times are no tests.
 */
public final class LeaverTimes {
  private static final Dialects CHAT = Dialects.OPENAI_CHAT;
  private static final int DISABLED = 50;
  private static final int REVOKED = 200;

  private final KeycloakRealm realm = KeycloakServer.shared().newRealm();
  private final Fleet fleet = new Fleet("", minutely(Realms.properties(realm)));
  private final List<GatewayUnderTest> replicas = new ArrayList<>(List.of(fleet.gateway));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private int number;

  /** Milliseconds between two questions of one replica: asking must not be what takes the time. */
  private volatile int pause = 10;

  private record Leaver(User user, String name, String key) {}

  private LeaverTimes() {
    for (int i = 0; i < 2; i++) replicas.add(fleet.replica(minutely(Realms.properties(realm))));
    fleet.first.otherwise(CHAT.reply("m", "ok"));
  }

  public static void main(String[] args) throws Exception {
    LeaverTimes times = new LeaverTimes();
    times.disabled();
    times.disabledAtOnce();
    times.revoked();
    System.exit(0);
  }

  /** The sweep must not be what finds them. */
  private static String[] minutely(String[] properties) {
    for (int i = 0; i < properties.length; i++)
      if (properties[i].equals("2s")) properties[i] = "60s";
    return properties;
  }

  /** One who need not sign in, so that no password has to be made. */
  private String known(String name) {
    UserRepresentation made = new UserRepresentation();
    made.setUsername(name);
    made.setEnabled(true);
    try (Response response = realm.admin().users().create(made)) {
      return CreatedResponseUtil.getCreatedId(response);
    }
  }

  private Leaver leaver() throws IOException {
    String name = "leaver" + ++number;
    String subject = known(name);
    User user =
        fleet
            .gateway
            .bean(Users.class)
            .signed(
                new SignedUser(
                    subject, name, "", "", List.of(), Set.of(), Instant.now().minusSeconds(60)));
    String key =
        fleet
            .gateway
            .bean(VirtualKeys.class)
            .create(NewKey.named(name, "checkout"))
            .secret()
            .reveal();
    fleet
        .gateway
        .bean(JdbcClient.class)
        .sql("update virtual_keys set principal_id = ? where name = ?")
        .params(user.id(), name)
        .update();
    for (GatewayUnderTest replica : replicas)
      while (new Client(replica.url(), key).ask(CHAT, "m", false).status() != 200)
        Thread.onSpinWait();
    return new Leaver(user, name, key);
  }

  /** When the last replica has refused the key, in nanoseconds of this machine. */
  private Future<Long> refused(Leaver leaver) {
    return threads.submit(
        () -> {
          List<Future<Long>> all = new ArrayList<>();
          for (GatewayUnderTest replica : replicas)
            all.add(threads.submit(() -> refusedBy(new Client(replica.url(), leaver.key()))));
          long last = 0;
          for (Future<Long> each : all) last = Math.max(last, each.get());
          return last;
        });
  }

  private long refusedBy(Client client) throws IOException, InterruptedException {
    while (client.ask(CHAT, "m", false).status() == 200) Thread.sleep(pause);
    return System.nanoTime();
  }

  private void disabled() throws Exception {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < DISABLED; i++) {
      Leaver leaver = leaver();
      realm.disable(leaver.name());
      long from = System.nanoTime();
      times.add(refused(leaver).get() - from);
    }
    print("disabled in Keycloak, one by one", times);
  }

  private void disabledAtOnce() throws Exception {
    pause = 250;
    List<Leaver> leavers = new ArrayList<>();
    for (int i = 0; i < DISABLED; i++) leavers.add(leaver());
    List<Callable<Long>> all = new ArrayList<>();
    for (Leaver leaver : leavers)
      all.add(
          () -> {
            realm.disable(leaver.name());
            long from = System.nanoTime();
            return refused(leaver).get() - from;
          });
    List<Long> times = new ArrayList<>();
    for (Future<Long> each : threads.invokeAll(all)) times.add(each.get());
    print("disabled in Keycloak, all at once", times);
    pause = 10;
  }

  private void revoked() throws Exception {
    List<Long> times = new ArrayList<>();
    List<Long> streams = new ArrayList<>();
    for (int i = 0; i < REVOKED; i++) {
      Leaver leaver = leaver();
      HttpResponse<InputStream> stream = i % 10 == 0 ? stream(leaver) : null;
      long from = System.nanoTime();
      Future<Long> refused = refused(leaver);
      fleet.gateway.bean(Revocations.class).user(leaver.user());
      times.add(refused.get() - from);
      if (stream != null) streams.add(ended(stream) - from);
    }
    print("revoked here", times);
    print("stream on another replica cut", streams);
  }

  private HttpResponse<InputStream> stream(Leaver leaver) throws IOException {
    Dialects dialect = Dialects.ANTHROPIC;
    fleet.first.answer(StreamsTest.stalled(dialect));
    HttpResponse<InputStream> response =
        new Client(replicas.get(2).url(), leaver.key())
            .open(dialect.path("m", true), dialect.request("m", "hi", true));
    StreamsTest.readUntil(response.body(), "first");
    return response;
  }

  private static long ended(HttpResponse<InputStream> stream) throws IOException {
    stream.body().readAllBytes();
    return System.nanoTime();
  }

  private static void print(String what, List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    System.out.printf(
        "TIMES %-36s n %3d   p50 %5d ms   p99 %5d ms   max %5d ms%n",
        what,
        sorted.size(),
        sorted.get(sorted.size() / 2) / 1_000_000,
        sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1) / 1_000_000,
        sorted.getLast() / 1_000_000);
  }
}
