package dev.serai.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.ProtocolMappersResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientScopeRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/** Client scopes: what tokens say. */
final class ScopeSetup {
  private final RealmResource realm;
  private final List<String> done;

  ScopeSetup(RealmResource realm, List<String> done) {
    this.realm = realm;
    this.done = done;
  }

  void apply(ObjectNode wanted) {
    var there =
        realm.clientScopes().findAll().stream()
            .collect(Collectors.toMap(ClientScopeRepresentation::getName, Function.identity()));
    for (JsonNode scope : wanted.path("clientScopes")) {
      ClientScopeRepresentation found = there.get(scope.get("name").asText());
      if (found == null) create(scope);
      else update(found, scope);
    }
  }

  private void create(JsonNode scope) {
    try (Response response =
        realm.clientScopes().create(Json.to(scope, ClientScopeRepresentation.class))) {
      CreatedResponseUtil.getCreatedId(response); // throws when it was refused
    }
    done.add("made client scope " + scope.get("name").asText());
  }

  private void update(ClientScopeRepresentation found, JsonNode wanted) {
    ObjectNode settings = wanted.deepCopy();
    settings.remove("protocolMappers");
    Difference difference = Difference.between(Json.of(found), settings);
    if (!difference.none()) {
      realm
          .clientScopes()
          .get(found.getId())
          .update(Json.to(difference.merged(), ClientScopeRepresentation.class));
      done.add("changed client scope " + found.getName() + ": " + difference);
    }
    ProtocolMappersResource mappers = realm.clientScopes().get(found.getId()).getProtocolMappers();
    List<ProtocolMapperRepresentation> there = mappers.getMappers();
    for (JsonNode mapper : wanted.path("protocolMappers")) {
      String name = mapper.get("name").asText();
      Optional<ProtocolMapperRepresentation> is =
          there.stream().filter(each -> each.getName().equals(name)).findFirst();
      if (is.isPresent()) updateMapper(found, mappers, is.get(), mapper);
      else {
        try (Response response =
            mappers.createMapper(Json.to(mapper, ProtocolMapperRepresentation.class))) {
          CreatedResponseUtil.getCreatedId(response); // likewise
        }
        done.add("made mapper " + found.getName() + "/" + name);
      }
    }
  }

  private void updateMapper(
      ClientScopeRepresentation scope,
      ProtocolMappersResource mappers,
      ProtocolMapperRepresentation is,
      JsonNode wanted) {
    Difference difference = Difference.between(Json.of(is), wanted);
    if (difference.none()) return;
    mappers.update(is.getId(), Json.to(difference.merged(), ProtocolMapperRepresentation.class));
    done.add("changed mapper " + scope.getName() + "/" + is.getName() + ": " + difference);
  }
}
