package dev.serai.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.RoleScopeResource;
import org.keycloak.representations.idm.RoleRepresentation;

/** Scope mappings: the realm roles of a user that tokens for a client name. */
final class MappingSetup {
  private final RealmResource realm;
  private final List<String> done;

  MappingSetup(RealmResource realm, List<String> done) {
    this.realm = realm;
    this.done = done;
  }

  void apply(ObjectNode wanted) {
    for (JsonNode mapping : wanted.path("scopeMappings"))
      apply(mapping.get("client").asText(), Json.texts(mapping.path("roles")));
  }

  private void apply(String client, List<String> roles) {
    String id = realm.clients().findByClientId(client).getFirst().getId();
    RoleScopeResource mapped = realm.clients().get(id).getScopeMappings().realmLevel();
    List<String> there = mapped.listAll().stream().map(RoleRepresentation::getName).toList();
    for (String role : roles) {
      if (there.contains(role)) continue;
      mapped.add(List.of(realm.roles().get(role).toRepresentation()));
      done.add("let tokens for client " + client + " name the role " + role);
    }
  }
}
