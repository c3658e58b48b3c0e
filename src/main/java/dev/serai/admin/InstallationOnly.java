package dev.serai.admin;

import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Lets only actors of the organization that runs the gateway at what belongs to it: providers,
 * credentials, policies, prices. Others learn nothing of it. Who may view them in any team may view
 * all of them, as the calls of every team use them; changing them takes the permission at the
 * organization. Asks the database.
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
    if (foreign(organization))
      throw new Problem(
          HttpStatus.FORBIDDEN,
          "forbidden",
          "This belongs to the organization that runs the gateway, and you are of another.");
    if (!may(permission, organization)) throw Problem.forbidden(permission);
  }

  /**
   * Before one of them is shown or changed.
   *
   * @param view what it takes to be told that it is there
   * @throws Problem 404 for whom it is not there, 403 for who may see it but not do that
   */
  public void check(Permission permission, Permission view, String what, String name) {
    String organization = installation.organization();
    if (foreign(organization) || !may(view, organization)) throw Problem.notFound(what, name);
    if (!may(permission, organization)) throw Problem.forbidden(permission);
  }

  private static boolean foreign(String organization) {
    return Acting.actor().filter(actor -> !actor.organization().equals(organization)).isPresent();
  }

  private static boolean may(Permission permission, String organization) {
    return permission.text().endsWith(":view")
        ? !Acting.where(permission).nowhere()
        : Acting.may(permission, Place.organization(organization));
  }
}
