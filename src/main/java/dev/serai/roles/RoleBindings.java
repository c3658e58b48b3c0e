package dev.serai.roles;

import static dev.serai.access.Permission.ROLES_MANAGE;
import static dev.serai.access.Permission.ROLES_VIEW;

import dev.serai.access.Acting;
import dev.serai.access.BuiltInRole;
import dev.serai.access.Place;
import dev.serai.admin.AdminTokens;
import dev.serai.admin.Mutations;
import dev.serai.admin.Problem;
import dev.serai.call.RequestId;
import dev.serai.database.Changes;
import dev.serai.tenants.Tenants;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives roles to users and teams, and takes them away. */
@Component
class RoleBindings {
  private final BindingStore store;
  private final Roles roles;
  private final Tenants tenants;
  private final Mutations mutations;
  private final Changes changes;
  private final AdminTokens breakGlass;
  private final Admins admins;

  RoleBindings(
      BindingStore store,
      Roles roles,
      Tenants tenants,
      Mutations mutations,
      Changes changes,
      AdminTokens breakGlass,
      Admins admins) {
    this.store = store;
    this.roles = roles;
    this.tenants = tenants;
    this.mutations = mutations;
    this.changes = changes;
    this.breakGlass = breakGlass;
    this.admins = admins;
  }

  /** Those at places where the actor may see roles. */
  List<Binding> list(BindingStore.Query query) {
    return store.list(organization(), query, Acting.where(ROLES_VIEW));
  }

  Binding get(String id) {
    String organization = organization();
    return store
        .find(organization, id)
        .filter(
            binding -> Acting.may(ROLES_VIEW, BindingStore.place(organization, binding.place())))
        .orElseThrow(() -> Problem.notFound("role binding", id));
  }

  /** In the caller's transaction. */
  Binding create(NewBinding wanted) {
    String organization = organization();
    Binding.At at = at(organization, wanted);
    Place place = BindingStore.place(organization, at);
    if (!Acting.may(ROLES_MANAGE, place)) throw Problem.forbidden(ROLES_MANAGE);
    long revision = changes.bump(); // nobody leaves and no role grows meanwhile
    Binding.Subject subject =
        store
            .subject(organization, wanted.subject().kind(), wanted.subject().id())
            .orElseThrow(
                () ->
                    Problem.invalid(
                        "subject.id", "id of an active user or of a team of this organization"));
    RoleView role =
        roles
            .named(wanted.role())
            .orElseThrow(
                () -> Problem.invalid("role", "name of a role; GET /api/roles lists them"));
    if (!role.broken().isEmpty())
      throw Problem.invalid("role", "one that is understood; of this one " + role.broken());
    HandedOn.check(role.granted(), place);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Binding binding = new Binding(RequestId.next(), subject, role.name(), at, now);
    if (!store.insert(organization, binding, revision))
      throw Problem.conflict("bound_already", "This role is bound there to this subject already.");
    if (isAdmin(binding)) admins.remember(organization);
    return mutations.created("role-binding.create", "role-binding", binding.id(), binding);
  }

  private Binding.At at(String organization, NewBinding wanted) {
    NewBinding.Named place =
        wanted.place() == null
            ? new NewBinding.Named("organization", organization)
            : wanted.place();
    String id =
        place.kind().equals("organization") && place.id().isEmpty() ? organization : place.id();
    // a place that the actor may not see is not there for him
    return store
        .at(organization, place.kind(), id)
        .filter(at -> visible(BindingStore.place(organization, at)))
        .orElseThrow(
            () -> Problem.invalid("place.id", "id of a " + place.kind() + " that you may see"));
  }

  private static boolean visible(Place place) {
    return Acting.may(ROLES_VIEW, place) || Acting.may(ROLES_MANAGE, place);
  }

  void delete(String id, @Nullable String match) {
    mutations.delete(
        new Mutations.Target("role-binding.delete", "role-binding", id, match),
        () -> get(id), // holding the change counter: of two last admins, one is left
        () -> {
          Binding binding = get(id);
          Place place = BindingStore.place(organization(), binding.place());
          if (!Acting.may(ROLES_MANAGE, place)) throw Problem.forbidden(ROLES_MANAGE);
          if (isLastAdmin(binding))
            throw Problem.conflict(
                "last_admin",
                "Nobody would be admin of the organization any more. Make somebody else admin"
                    + " first.");
          store.delete(id);
        });
  }

  private boolean isLastAdmin(Binding binding) {
    String organization = organization();
    return isAdmin(binding)
        && !breakGlass.opens(organization)
        && !admins.beside(organization, binding.id());
  }

  private static boolean isAdmin(Binding binding) {
    return binding.role().equals(BuiltInRole.ADMIN.text())
        && binding.place().kind().equals("organization");
  }

  private String organization() {
    return tenants.current().id();
  }
}
