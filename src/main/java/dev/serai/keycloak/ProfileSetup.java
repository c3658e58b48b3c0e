package dev.serai.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPConfig;

/** Which attributes users have, and who may see and write them. */
final class ProfileSetup {
  private final RealmResource realm;
  private final List<String> done;

  ProfileSetup(RealmResource realm, List<String> done) {
    this.realm = realm;
    this.done = done;
  }

  void apply(ObjectNode wanted) {
    UPConfig profile = realm.users().userProfile().getConfiguration();
    int before = done.size();
    for (JsonNode attribute : wanted.at("/userProfile/attributes")) attribute(profile, attribute);
    if (done.size() > before) realm.users().userProfile().update(profile);
  }

  private void attribute(UPConfig profile, JsonNode wanted) {
    String name = wanted.get("name").asText();
    Optional<UPAttribute> there =
        profile.getAttributes().stream().filter(each -> each.getName().equals(name)).findFirst();
    if (there.isEmpty()) {
      profile.addOrReplaceAttribute(Json.to(wanted, UPAttribute.class));
      done.add("made user attribute " + name);
      return;
    }
    Difference difference = Difference.between(Json.of(there.get()), wanted);
    if (difference.none()) return;
    profile.addOrReplaceAttribute(Json.to(difference.merged(), UPAttribute.class));
    done.add("changed user attribute " + name + ": " + difference);
  }
}
