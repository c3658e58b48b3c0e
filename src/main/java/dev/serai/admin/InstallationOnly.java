package dev.serai.admin;

import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Lets only actors of the organization that runs the gateway at what belongs to it: providers,
 * credentials, policies, prices. Others learn nothing of it. Asks the database.
 */
@Component
public class InstallationOnly {
  private final Installation installation;

  public InstallationOnly(Installation installation) {
    this.installation = installation;
  }

  /**
   * Before a list is shown or something is made.
   *
   * @throws Problem 403 for an actor of another organization, or without the permission
   */
  public void check(Permission permission) {
    String organization = installation.organization();
    if (Acting.may(permission, Place.organization(organization))) return;
    if (Acting.actor().filter(actor -> actor.organization().equals(organization)).isPresent())
      throw Problem.forbidden(permission);
    throw new Problem(
        HttpStatus.FORBIDDEN,
        "forbidden",
        "This belongs to the organization that runs the gateway, and you are of another.");
  }

  /**
   * Before one of them is shown or changed.
   *
   * @param view what it takes to be told that it is there
   * @throws Problem 404 for whom it is not there, 403 for who may see it but not do that
   */
  public void check(Permission permission, Permission view, String what, String name) {
    Place place = Place.organization(installation.organization());
    if (!Acting.may(view, place)) throw Problem.notFound(what, name);
    if (!Acting.may(permission, place)) throw Problem.forbidden(permission);
  }
}
