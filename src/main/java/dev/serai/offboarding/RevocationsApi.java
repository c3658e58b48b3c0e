package dev.serai.offboarding;

import dev.serai.access.Acting;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.access.Requires;
import dev.serai.access.SignedIn;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.tenants.Tenants;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Collections;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api", produces = "application/json")
class RevocationsApi {
  private final Revocations revocations;
  private final Devices devices;
  private final Users users;
  private final Tenants tenants;

  RevocationsApi(Revocations revocations, Devices devices, Users users, Tenants tenants) {
    this.revocations = revocations;
    this.devices = devices;
    this.users = users;
    this.tenants = tenants;
  }

  @Requires(Permission.USERS_MANAGE)
  @PostMapping("/users/{id}/revoke")
  @Tag(name = "users", description = "People who signed in")
  @Operation(
      operationId = "revokeUser",
      summary = "End all keys, sessions and sign-ins of a user, and cut their streams")
  Ended revoke(@PathVariable String id) {
    return revocations.user(managed(id));
  }

  @Requires(Permission.USERS_MANAGE)
  @PostMapping("/users/{id}/devices/{device}/revoke")
  @Tag(name = "users", description = "People who signed in")
  @Operation(
      operationId = "revokeUserDevice",
      summary = "End the keys and sessions on a device of a user, and cut their streams")
  Ended revokeDevice(@PathVariable String id, @PathVariable String device) {
    return revocations.device(managed(id), device);
  }

  @SignedIn
  @PostMapping("/me/revoke")
  @Tag(name = "me", description = "Who signed in, and what is theirs")
  @Operation(
      operationId = "revokeMe",
      summary = "End all keys, sessions and sign-ins of one's own, this one too")
  Ended revokeOwn() {
    return revocations.user(me());
  }

  @SignedIn
  @GetMapping("/me/devices")
  @Tag(name = "me", description = "Who signed in, and what is theirs")
  @Operation(operationId = "listMyDevices", summary = "List one's own devices, by name")
  Page<Device> devices(
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    return devices.of(me().id(), after, limit);
  }

  @SignedIn
  @PostMapping("/me/devices/{device}/revoke")
  @Tag(name = "me", description = "Who signed in, and what is theirs")
  @Operation(
      operationId = "revokeMyDevice",
      summary = "End the keys and sessions on a device of one's own, and cut their streams")
  Ended revokeOwnDevice(@PathVariable String device) {
    return revocations.device(me(), device);
  }

  private User me() {
    String id = Acting.actor().orElseThrow().id();
    return users.of(id).orElseThrow(() -> Problem.notFound("user", id));
  }

  private User managed(String id) {
    String organization = tenants.current().id();
    User user =
        users
            .of(id)
            .filter(found -> found.organizationId().equals(organization))
            .orElseThrow(() -> Problem.notFound("user", id));
    if (Acting.may(Permission.USERS_MANAGE, Place.organization(organization))) return user;
    if (seen(user)) throw Problem.forbidden(Permission.USERS_MANAGE);
    throw Problem.notFound("user", id);
  }

  private static boolean seen(User user) {
    Grants.Where where = Acting.where(Permission.USERS_VIEW);
    return where.everywhere() || !Collections.disjoint(where.teams(), user.teams());
  }
}
