package dev.serai.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.serai.call.Secret;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.admin.client.resource.ClientResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ClientScopeRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.userprofile.config.UPConfig;

class RealmSetupTest {
  private static final RealmSetup.Options LOCAL =
      new RealmSetup.Options(true, Optional.empty(), List.of());
  private static KeycloakServer server;
  private static RealmSetup setup;

  /** Each test leaves it as the files say. */
  private static KeycloakRealm realm;

  @BeforeAll
  static void start() {
    server = KeycloakServer.shared();
    realm = server.newRealm();
    setup = RealmSetup.at(server.url(), "admin", Secret.of("admin"));
  }

  @AfterAll
  static void close() {
    setup.close();
  }

  private static RealmFiles files(String realm) {
    return new RealmFiles(Path.of("keycloak"), realm);
  }

  @Test
  void anEmptyServerGetsAllOfItAndTheSecondRunChangesNothing() {
    List<String> done = setup.apply(files("applied"), LOCAL);

    assertThat(done).contains("made realm applied", "made group platform/sre", "made user bob");
    KeycloakRealm made = server.realm("applied");
    JsonNode claims = made.signIn("bob").claims();
    assertThat(claims.path("groups")).map(JsonNode::asText).containsExactly("/platform");
    assertThat(claims.path("aud").asText()).isEqualTo("serai-gateway");
    assertThat(made.signIn("ada").claims().at("/realm_access/roles"))
        .map(JsonNode::asText)
        .containsExactly("serai-admin");
    assertThat(setup.apply(files("applied"), LOCAL)).isEmpty();
  }

  @Test
  void aSecondRunOfAnotherProcessChangesNothing() {

    assertThat(setup.apply(files(realm.name()), LOCAL)).isEmpty();
  }

  @Test
  void whatDiffersIsChangedBack() {
    RealmRepresentation settings = realm.admin().toRepresentation();
    settings.setAccessTokenLifespan(3600);
    settings.setAdminEventsEnabled(false);
    realm.admin().update(settings);
    realm.admin().roles().deleteRole("serai-auditor");
    ClientResource cli = client(realm, "serai-cli");
    ClientRepresentation changed = cli.toRepresentation();
    changed.setDirectAccessGrantsEnabled(true);
    changed.getAttributes().put("pkce.code.challenge.method", "");
    cli.update(changed);
    cli.removeDefaultClientScope(scope(realm, "serai").getId());
    realm
        .admin()
        .clientScopes()
        .get(scope(realm, "serai").getId())
        .getProtocolMappers()
        .delete(
            scope(realm, "serai").getProtocolMappers().stream()
                .filter(mapper -> mapper.getName().equals("audience"))
                .findFirst()
                .orElseThrow()
                .getId());
    UPConfig profile = realm.admin().users().userProfile().getConfiguration();
    profile.removeAttribute("organization");
    realm.admin().users().userProfile().update(profile);

    assertThat(setup.apply(files(realm.name()), LOCAL))
        .contains(
            "changed the realm: accessTokenLifespan, adminEventsEnabled",
            "made role serai-auditor",
            "gave client serai-cli the scope serai",
            "let tokens for client serai-cli name the role serai-auditor",
            "let tokens for client serai-ui name the role serai-auditor",
            "made mapper serai/audience",
            "made user attribute organization")
        .anyMatch(each -> each.matches("changed client serai-cli: .*pkce.code.challenge.method.*"));
    assertThat(setup.apply(files(realm.name()), LOCAL)).isEmpty();
    assertThat(realm.signIn("bob").claims().path("aud").asText()).isEqualTo("serai-gateway");
  }

  @Test
  void tokensNameNoRolesButOurs() {
    RoleRepresentation finance = new RoleRepresentation();
    finance.setName("finance");
    realm.admin().roles().create(finance);
    ClientResource cli = client(realm, "serai-cli");
    ClientRepresentation changed = cli.toRepresentation();
    changed.setFullScopeAllowed(true);
    cli.update(changed);
    realm.createUser("ines", List.of(), List.of("finance", "serai-auditor"));

    assertThat(setup.apply(files(realm.name()), LOCAL))
        .containsExactly("changed client serai-cli: fullScopeAllowed");

    assertThat(realm.signIn("ines").claims().at("/realm_access/roles"))
        .map(JsonNode::asText)
        .containsExactly("serai-auditor");
  }

  @Test
  void whatTheFilesDoNotMentionStays() {
    realm.createUser("own", List.of("/research"), List.of());
    realm.disable("eve");
    realm.leave("bob", "/platform");
    ClientResource ui = client(realm, "serai-ui");
    ClientRepresentation changed = ui.toRepresentation();
    changed.getRedirectUris().add("https://serai.example/*");
    ui.update(changed);
    RealmRepresentation settings = realm.admin().toRepresentation();
    settings.getAttributes().put("ours", "1");
    settings.setPasswordPolicy("length(4)");
    settings.setAccessTokenLifespan(60);
    realm.admin().update(settings);

    assertThat(setup.apply(files(realm.name()), LOCAL))
        .containsExactly("changed the realm: accessTokenLifespan");

    assertThat(realm.user("own").groups()).hasSize(1);
    assertThat(realm.user("eve").toRepresentation().isEnabled()).isFalse();
    assertThat(realm.user("bob").groups()).isEmpty();
    assertThat(ui.toRepresentation().getRedirectUris()).contains("https://serai.example/*");
    RealmRepresentation after = realm.admin().toRepresentation();
    assertThat(after.getAttributes()).containsEntry("ours", "1");
    assertThat(after.getPasswordPolicy()).isEqualTo("length(4)");
  }

  @Test
  void secretAndAddressesComeFromTheOptions() {
    RealmSetup.Options options =
        new RealmSetup.Options(
            false, Optional.of(Secret.of("s3cret")), List.of("https://ui.example"));

    assertThat(setup.apply(files(realm.name()), options))
        .containsExactlyInAnyOrder(
            "changed client serai-gateway: secret", "changed client serai-ui: redirectUris")
        .noneMatch(each -> each.contains("s3cret"));

    assertThat(realm.clientSecret("serai-gateway")).isEqualTo("s3cret");
    assertThat(setup.apply(files(realm.name()), options)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /clients                        | {"clientId": "refused", "redirectUris": ["javascript:x"]}
          /clientScopes                   | {"name": "not a name", "protocol": "openid-connect"}
          /clientScopes/0/protocolMappers | {"name": "refused", "protocol": "openid-connect", "protocolMapper": "none"}
          """)
  void whatKeycloakRefusesToMakeIsSaidAndNotTakenForDone(
      String at, String refused, @TempDir Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Files.copy(Path.of("keycloak/realm-local.json"), folder.resolve("realm-local.json"));
    JsonNode wanted = json.readTree(Path.of("keycloak/realm.json").toFile());
    ((ArrayNode) wanted.at(at)).add(json.readTree(refused));
    json.writeValue(folder.resolve("realm.json").toFile(), wanted);

    assertThatThrownBy(() -> setup.apply(new RealmFiles(folder, realm.name()), LOCAL))
        .isInstanceOf(KeycloakUnavailable.class);
  }

  @Test
  void aWrongPasswordIsSaid() {
    try (RealmSetup wrong = RealmSetup.at(server.url(), "admin", Secret.of("wrong"))) {
      assertThatThrownBy(() -> wrong.apply(files("any"), LOCAL))
          .isInstanceOf(KeycloakUnavailable.class)
          .hasMessageContaining("does not let us in");
    }
  }

  private static ClientResource client(KeycloakRealm realm, String id) {
    return realm
        .admin()
        .clients()
        .get(realm.admin().clients().findByClientId(id).getFirst().getId());
  }

  private static ClientScopeRepresentation scope(KeycloakRealm realm, String name) {
    return realm.admin().clientScopes().findAll().stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
