package dev.serai.testing;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.ComponentRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * A realm of the test server, changed as an administrator would. Users are given by their names,
 * groups by their paths.
 */
public final class KeycloakRealm {
  private static final AtomicInteger KEY = new AtomicInteger(100);

  private final KeycloakServer server;
  private final String name;

  KeycloakRealm(KeycloakServer server, String name) {
    this.server = server;
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Of the server, without the realm. */
  public String url() {
    return server.url();
  }

  public String issuer() {
    return server.url() + "/realms/" + name;
  }

  /** Everything else an administrator can do. */
  public RealmResource admin() {
    return server.admin().realm(name);
  }

  /** A browser without cookies, and what the command line does with its tokens. */
  public KeycloakSignIn signIn() {
    return new KeycloakSignIn(issuer());
  }

  public KeycloakTokens signIn(String user) {
    return signIn().withCode(user, user);
  }

  /** For {@code SpringApplicationBuilder.properties} or {@code @DynamicPropertySource}. */
  public String[] properties() {
    return new String[] {
      "serai.keycloak.url=" + url(),
      "serai.keycloak.realm=" + name,
      "serai.keycloak.client-secret=" + clientSecret("serai-gateway")
    };
  }

  public String clientSecret(String clientId) {
    String id = admin().clients().findByClientId(clientId).getFirst().getId();
    return admin().clients().get(id).getSecret().getValue();
  }

  /**
   * A user who can sign in, whose password is the name.
   *
   * @return the subject
   */
  public String createUser(String user, List<String> groups, List<String> roles) {
    return createUser(user, groups, roles, Map.of());
  }

  public String createUser(
      String user, List<String> groups, List<String> roles, Map<String, List<String>> attributes) {
    UserRepresentation made = new UserRepresentation();
    made.setUsername(user);
    made.setEmail(user + "@serai.example");
    made.setEmailVerified(true);
    made.setFirstName(user);
    made.setLastName("Tester");
    made.setEnabled(true);
    made.setAttributes(attributes);
    made.setGroups(groups);
    made.setCredentials(List.of(password(user)));
    String subject;
    try (Response response = admin().users().create(made)) {
      subject = CreatedResponseUtil.getCreatedId(response);
    }
    roles.forEach(role -> addRole(user, role));
    return subject;
  }

  public String subject(String user) {
    return admin().users().searchByUsername(user, true).getFirst().getId();
  }

  public UserResource user(String user) {
    return admin().users().get(subject(user));
  }

  public void disable(String user) {
    change(user, changed -> changed.setEnabled(false));
  }

  public void enable(String user) {
    change(user, changed -> changed.setEnabled(true));
  }

  public void setAttribute(String user, String attribute, String value) {
    change(user, changed -> changed.singleAttribute(attribute, value));
  }

  public void delete(String user) {
    admin().users().delete(subject(user)).close();
  }

  public void logout(String user) {
    user(user).logout();
  }

  public void setPassword(String user, String password) {
    user(user).resetPassword(password(password));
  }

  public void addRole(String user, String role) {
    user(user).roles().realmLevel().add(List.of(admin().roles().get(role).toRepresentation()));
  }

  public void removeRole(String user, String role) {
    user(user).roles().realmLevel().remove(List.of(admin().roles().get(role).toRepresentation()));
  }

  public void join(String user, String group) {
    user(user).joinGroup(admin().getGroupByPath(group).getId());
  }

  public void leave(String user, String group) {
    user(user).leaveGroup(admin().getGroupByPath(group).getId());
  }

  /** The group with its members becomes a child of another; a null parent makes it a top one. */
  public void moveGroup(String group, String parent) {
    GroupRepresentation moved = admin().getGroupByPath(group);
    Response response =
        parent == null
            ? admin().groups().add(moved)
            : admin().groups().group(admin().getGroupByPath(parent).getId()).subGroup(moved);
    response.close();
  }

  /** Tokens are signed by a new key from now on; the old one is still published. */
  public void rotateKeys() {
    ComponentRepresentation key = new ComponentRepresentation();
    key.setName("key " + KEY.incrementAndGet());
    key.setProviderId("rsa-generated");
    key.setProviderType("org.keycloak.keys.KeyProvider");
    key.setParentId(admin().toRepresentation().getId());
    key.setConfig(new org.keycloak.common.util.MultivaluedHashMap<>());
    key.getConfig().putSingle("priority", String.valueOf(KEY.get()));
    key.getConfig().putSingle("algorithm", "RS256");
    admin().components().add(key).close();
  }

  public void setAccessTokenLife(Duration life) {
    RealmRepresentation realm = admin().toRepresentation();
    realm.setAccessTokenLifespan((int) life.toSeconds());
    admin().update(realm);
  }

  /** What the realm calls itself, and its pages, from now on; without its path. */
  public void setAddress(String url) {
    RealmRepresentation realm = admin().toRepresentation();
    realm.getAttributes().put("frontendUrl", url);
    admin().update(realm);
  }

  /** The time that a device has to wait between two polls, at least 1. */
  public void setDevicePolling(int seconds) {
    RealmRepresentation realm = admin().toRepresentation();
    realm.setOAuth2DevicePollingInterval(seconds);
    admin().update(realm);
  }

  private void change(String user, Consumer<UserRepresentation> change) {
    UserResource resource = user(user);
    UserRepresentation changed = resource.toRepresentation();
    change.accept(changed);
    resource.update(changed);
  }

  private static CredentialRepresentation password(String value) {
    CredentialRepresentation password = new CredentialRepresentation();
    password.setType(CredentialRepresentation.PASSWORD);
    password.setValue(value);
    password.setTemporary(false);
    return password;
  }
}
