package dev.serai.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.call.Secret;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.ClientResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.RoleScopeResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ClientScopeRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;

/** Clients, the scopes they have, and the roles of their service accounts. */
final class ClientSetup {
  private static final List<String> SCOPES = List.of("defaultClientScopes", "optionalClientScopes");

  private final RealmResource realm;
  private final List<String> done;

  ClientSetup(RealmResource realm, List<String> done) {
    this.realm = realm;
    this.done = done;
  }

  void apply(ObjectNode wanted, RealmSetup.Options options) {
    for (JsonNode client : wanted.path("clients")) {
      ObjectNode with = with(client, options);
      String id = with.get("clientId").asText();
      Optional<ClientRepresentation> there = find(id);
      if (there.isPresent()) update(there.get(), with);
      else {
        try (Response response =
            realm.clients().create(Json.to(with, ClientRepresentation.class))) {
          CreatedResponseUtil.getCreatedId(response); // throws when it was refused
        }
        done.add("made client " + id);
      }
    }
    for (JsonNode user : wanted.path("users")) serviceAccount(user);
  }

  private static ObjectNode with(JsonNode client, RealmSetup.Options options) {
    ObjectNode with = client.deepCopy();
    String id = client.get("clientId").asText();
    if (id.equals("serai-gateway")) {
      options.gatewaySecret().map(Secret::reveal).ifPresent(secret -> with.put("secret", secret));
    }
    if (id.equals("serai-ui")) {
      options.uiUrls().forEach(url -> with.withArray("redirectUris").add(url + "/*"));
    }
    return with;
  }

  private Optional<ClientRepresentation> find(String clientId) {
    return realm.clients().findByClientId(clientId).stream().findFirst();
  }

  private void update(ClientRepresentation there, ObjectNode wanted) {
    ClientResource client = realm.clients().get(there.getId());
    ObjectNode settings = wanted.deepCopy().without(SCOPES);
    Difference difference = Difference.between(Json.of(there), settings);
    if (!difference.none()) {
      client.update(Json.to(difference.merged(), ClientRepresentation.class));
      done.add("changed client " + there.getClientId() + ": " + difference);
    }
    addScopes(
        there.getClientId(),
        Json.texts(wanted.path("defaultClientScopes")),
        client.getDefaultClientScopes(),
        client::addDefaultClientScope);
    addScopes(
        there.getClientId(),
        Json.texts(wanted.path("optionalClientScopes")),
        client.getOptionalClientScopes(),
        client::addOptionalClientScope);
  }

  private void addScopes(
      String client,
      List<String> wanted,
      Collection<ClientScopeRepresentation> there,
      java.util.function.Consumer<String> add) {
    List<String> has = there.stream().map(ClientScopeRepresentation::getName).toList();
    List<String> missing = wanted.stream().filter(each -> !has.contains(each)).toList();
    if (missing.isEmpty()) return;
    Map<String, String> ids =
        realm.clientScopes().findAll().stream()
            .collect(
                Collectors.toMap(
                    ClientScopeRepresentation::getName, ClientScopeRepresentation::getId));
    for (String each : missing) {
      String id = ids.get(each);
      if (id == null) throw new IllegalStateException("no client scope " + each);
      add.accept(id);
      done.add("gave client " + client + " the scope " + each);
    }
  }

  private void serviceAccount(JsonNode user) {
    String clientId = user.path("serviceAccountClientId").asText();
    if (clientId.isEmpty()) return;
    ClientRepresentation client = find(clientId).orElseThrow();
    String account = realm.clients().get(client.getId()).getServiceAccountUser().getId();
    for (Map.Entry<String, JsonNode> roles : user.path("clientRoles").properties()) {
      String owner = find(roles.getKey()).orElseThrow().getId();
      RoleScopeResource given = realm.users().get(account).roles().clientLevel(owner);
      Map<String, RoleRepresentation> available =
          given.listAvailable().stream()
              .collect(Collectors.toMap(RoleRepresentation::getName, Function.identity()));
      List<RoleRepresentation> missing =
          Json.texts(roles.getValue()).stream()
              .map(available::get)
              .filter(java.util.Objects::nonNull)
              .toList();
      if (missing.isEmpty()) continue;
      given.add(missing);
      done.add(
          "gave the service account of "
              + clientId
              + " the roles "
              + missing.stream()
                  .map(RoleRepresentation::getName)
                  .collect(Collectors.joining(", ")));
    }
  }
}
