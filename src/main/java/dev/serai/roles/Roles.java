package dev.serai.roles;

import dev.serai.access.Acting;
import dev.serai.access.BuiltInRole;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Mutations;
import dev.serai.admin.Problem;
import dev.serai.call.RequestId;
import dev.serai.database.Changes;
import dev.serai.tenants.Tenants;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Roles of an organization: the built-in ones, and those it made. */
@Component
class Roles {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MOST = 500;

  private final RoleStore store;
  private final BindingStore bindings;
  private final Tenants tenants;
  private final Mutations mutations;
  private final Changes changes;

  Roles(
      RoleStore store,
      BindingStore bindings,
      Tenants tenants,
      Mutations mutations,
      Changes changes) {
    this.store = store;
    this.bindings = bindings;
    this.tenants = tenants;
    this.mutations = mutations;
    this.changes = changes;
  }

  /** The built-in ones first, then the others by name. */
  List<RoleView> list() {
    return Stream.concat(
            Arrays.stream(BuiltInRole.values()).map(RoleView::of),
            store.list(organization()).stream())
        .toList();
  }

  RoleView get(String id) {
    return BuiltInRole.of(id)
        .map(RoleView::of)
        .or(() -> store.find(organization(), id))
        .orElseThrow(() -> Problem.notFound("role", id));
  }

  /** By its name, as bindings have it. */
  Optional<RoleView> named(String name) {
    return BuiltInRole.of(name).map(RoleView::of).or(() -> store.named(organization(), name));
  }

  /** In the caller's transaction. */
  RoleView create(String name, List<String> permissions) {
    mayManage();
    if (!NAME.matcher(name).matches())
      throw Problem.invalid(
          "name", "1 to 64 letters, digits or . _ -, starting with a letter or digit");
    Set<Permission> checked = PermissionList.sent(permissions);
    String organization = organization();
    long revision = changes.bump();
    if (named(name).isPresent())
      throw Problem.conflict("name_taken", "There is a role " + name + " already.");
    if (store.count(organization) >= MOST)
      throw Problem.conflict("too_many_roles", "There are " + MOST + " roles already.");
    RoleView role = RoleView.of(RequestId.next(), name, new PermissionList(checked, ""));
    store.insert(organization, role, PermissionList.json(checked), revision);
    return mutations.created("role.create", "role", role.id(), role);
  }

  /** Holds for everybody who has the role, wherever: so the actor needs what is new there. */
  RoleView update(String id, List<String> permissions, @Nullable String match) {
    mayManage();
    Set<Permission> checked = PermissionList.sent(permissions);
    long[] revision = new long[1];
    return mutations.update(
        new Mutations.Target("role.update", "role", id, match),
        () -> {
          revision[0] = changes.bump(); // nobody binds the role while it grows
          return own(id);
        },
        before -> {
          Set<Permission> more = new HashSet<>(checked);
          more.removeAll(before.granted());
          for (Place place : bindings.places(organization(), before.name()))
            HandedOn.check(more, place);
          store.update(id, PermissionList.json(checked), revision[0]);
          return RoleView.of(id, before.name(), new PermissionList(checked, ""));
        });
  }

  void delete(String id, @Nullable String match) {
    mayManage();
    mutations.delete(
        new Mutations.Target("role.delete", "role", id, match),
        () -> own(id),
        () -> {
          int bound = bindings.places(organization(), own(id).name()).size();
          if (bound > 0)
            throw Problem.conflict(
                "role_in_use", "Somebody has this role; delete its bindings first: " + bound + ".");
          store.delete(id);
        });
  }

  /** Roles belong to the organization, whoever may bind them. */
  private void mayManage() {
    if (!Acting.may(Permission.ROLES_MANAGE, Place.organization(organization())))
      throw Problem.forbidden(Permission.ROLES_MANAGE);
  }

  private RoleView own(String id) {
    RoleView role = get(id);
    if (role.builtIn())
      throw Problem.conflict("built_in", "The role " + id + " is always there, as it is.");
    return role;
  }

  private String organization() {
    return tenants.current().id();
  }
}
