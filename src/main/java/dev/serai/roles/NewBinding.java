package dev.serai.roles;

import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A binding to be made.
 *
 * @param subject who gets the role
 * @param role by name
 * @param place where it is to hold; the whole organization when left out
 */
@Schema(name = "NewRoleBinding")
record NewBinding(Named subject, String role, @Nullable Named place) {
  private static final Set<String> SUBJECTS = Set.of("user", "team");
  private static final Set<String> PLACES = Set.of("organization", "team", "project");

  NewBinding(@Nullable Named subject, @Nullable String role, @Nullable Named place) {
    if (subject == null || !SUBJECTS.contains(subject.kind()))
      throw Problem.invalid("subject.kind", "user or team");
    if (place != null && !PLACES.contains(place.kind()))
      throw Problem.invalid("place.kind", "organization, team or project");
    this.subject = subject;
    this.role = Objects.requireNonNullElse(role, "");
    this.place = place;
  }

  /** By kind and id. */
  @Schema(name = "RoleBindingEnd")
  record Named(String kind, String id) {
    Named(@Nullable String kind, @Nullable String id) {
      this.kind = Objects.requireNonNullElse(kind, "").toLowerCase(Locale.ROOT);
      this.id = Objects.requireNonNullElse(id, "");
    }
  }
}
