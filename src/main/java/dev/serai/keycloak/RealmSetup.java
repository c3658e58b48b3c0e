package dev.serai.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.call.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;

/**
 * Makes a running Keycloak as the {@link RealmFiles} say: makes what is missing, changes what
 * differs, and leaves alone whatever the files do not mention. Never deletes anything, never
 * changes a user who is there. A second run changes nothing.
 */
public final class RealmSetup implements AutoCloseable {
  /** Of the representation; each has a step of its own, or none. */
  private static final List<String> NOT_SETTINGS =
      List.of(
          "realm",
          "roles",
          "clientScopes",
          "clients",
          "scopeMappings",
          "users",
          "groups",
          "userProfile");

  private final AdminClient client;

  private RealmSetup(AdminClient client) {
    this.client = client;
  }

  /** As an administrator of the whole server, whose password is not kept anywhere. */
  public static RealmSetup at(String url, String administrator, Secret password) {
    return new RealmSetup(AdminClient.ofAdministrator(url, administrator, password.reveal()));
  }

  /**
   * What is not in the files.
   *
   * @param local the demo users and groups, too
   * @param gatewaySecret of the client {@code serai-gateway}; empty: Keycloak's own stays
   * @param uiUrls where the pages may be reached, besides those in the file
   */
  public record Options(boolean local, Optional<Secret> gatewaySecret, List<String> uiUrls) {}

  /**
   * @return what was done, one sentence each; none when all was so already
   * @throws KeycloakUnavailable when Keycloak cannot be reached, or lets this user not do that;
   *     what was done until then stays
   */
  public List<String> apply(RealmFiles files, Options options) {
    return client.ask(
        keycloak -> {
          List<String> done = new ArrayList<>();
          ObjectNode wanted = files.realm();
          RealmResource realm = keycloak.realm(files.name());
          if (create(keycloak, wanted)) done.add("made realm " + files.name());
          settings(realm, wanted, done);
          roles(realm, wanted, done);
          new ScopeSetup(realm, done).apply(wanted);
          new ClientSetup(realm, done).apply(wanted, options);
          new MappingSetup(realm, done).apply(wanted);
          new ProfileSetup(realm, done).apply(wanted);
          if (options.local()) new PeopleSetup(realm, done).apply(files.local());
          return List.copyOf(done);
        });
  }

  private static boolean create(Keycloak keycloak, ObjectNode wanted) {
    String name = wanted.get("realm").asText();
    boolean there =
        keycloak.realms().findAll().stream().anyMatch(realm -> realm.getRealm().equals(name));
    if (there) return false;
    // bare: given client scopes, Keycloak leaves out its own, and its account pages do not work
    ObjectNode bare = wanted.deepCopy();
    bare.remove(NOT_SETTINGS);
    bare.put("realm", name);
    keycloak.realms().create(Json.to(bare, RealmRepresentation.class));
    return true;
  }

  private static void settings(RealmResource realm, ObjectNode wanted, List<String> done) {
    Difference difference =
        Difference.between(
            Json.of(realm.toRepresentation()), wanted.deepCopy().without(NOT_SETTINGS));
    if (difference.none()) return;
    realm.update(Json.to(difference.merged(), RealmRepresentation.class));
    done.add("changed the realm: " + difference);
  }

  private static void roles(RealmResource realm, ObjectNode wanted, List<String> done) {
    for (JsonNode role : wanted.at("/roles/realm")) {
      String name = role.get("name").asText();
      var there =
          realm.roles().list().stream().filter(each -> each.getName().equals(name)).findFirst();
      if (there.isEmpty()) {
        realm.roles().create(Json.role(role));
        done.add("made role " + name);
        continue;
      }
      Difference difference = Difference.between(Json.of(there.get()), role);
      if (difference.none()) continue;
      realm.roles().get(name).update(Json.role(difference.merged()));
      done.add("changed role " + name + ": " + difference);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
