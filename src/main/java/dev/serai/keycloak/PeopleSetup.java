package dev.serai.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Groups and users of the local profile. Those that are there are left as they are. */
final class PeopleSetup {
  private static final int ALL = 1000;

  private final RealmResource realm;
  private final List<String> done;

  PeopleSetup(RealmResource realm, List<String> done) {
    this.realm = realm;
    this.done = done;
  }

  void apply(ObjectNode local) {
    for (JsonNode group : local.path("groups")) group(group, Optional.empty());
    for (JsonNode user : local.path("users")) user(user);
  }

  private void group(JsonNode wanted, Optional<GroupRepresentation> parent) {
    String name = wanted.get("name").asText();
    List<GroupRepresentation> siblings =
        parent.isEmpty()
            ? realm.groups().groups("", 0, ALL, true)
            : realm.groups().group(parent.get().getId()).getSubGroups(0, ALL, true);
    GroupRepresentation group =
        siblings.stream()
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseGet(() -> create(name, parent));
    for (JsonNode child : wanted.path("subGroups")) group(child, Optional.of(group));
  }

  private GroupRepresentation create(String name, Optional<GroupRepresentation> parent) {
    GroupRepresentation group = new GroupRepresentation();
    group.setName(name);
    try (Response response =
        parent.isEmpty()
            ? realm.groups().add(group)
            : realm.groups().group(parent.get().getId()).subGroup(group)) {
      group.setId(CreatedResponseUtil.getCreatedId(response));
    }
    done.add("made group " + parent.map(GroupRepresentation::getName).orElse("") + "/" + name);
    return group;
  }

  private void user(JsonNode wanted) {
    String name = wanted.get("username").asText();
    if (!realm.users().searchByUsername(name, true).isEmpty()) return;
    ObjectNode made = wanted.deepCopy();
    made.remove("realmRoles");
    String subject;
    try (Response response = realm.users().create(Json.to(made, UserRepresentation.class))) {
      subject = CreatedResponseUtil.getCreatedId(response);
    }
    List<RoleRepresentation> roles =
        Json.texts(wanted.path("realmRoles")).stream()
            .map(role -> realm.roles().get(role).toRepresentation())
            .toList();
    realm.users().get(subject).roles().realmLevel().add(roles);
    done.add("made user " + name);
  }
}
