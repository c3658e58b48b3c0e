package dev.serai.access;

import static dev.serai.access.Permission.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantsTest {
  private static final Place ACME = Place.organization("acme");
  private static final Place SRE = Place.team("acme", "sre");
  private static final Place PAGER = new Place("acme", "sre", "pager");
  private static final Place LONE = new Place("acme", "", "lone");

  private static Grants of(Grant... grants) {
    return new Grants("acme", List.of(grants));
  }

  private static Grant at(Place.Kind kind, String id, Permission... permissions) {
    return new Grant(kind, id, Set.of(permissions));
  }

  @Test
  void whatNobodyGrantedIsDenied() {
    assertThat(Grants.none("acme").allows(ORGANIZATION_VIEW, ACME)).isFalse();
    assertThat(Grants.none("acme").where(ORGANIZATION_VIEW).nowhere()).isTrue();
    assertThat(Grants.none("acme").at(ACME)).isEmpty();
  }

  @Test
  void aGrantHoldsAtItsPlaceAndWithin() {
    Grants organization = of(at(Place.Kind.ORGANIZATION, "acme", TEAMS_VIEW));
    Grants team = of(at(Place.Kind.TEAM, "sre", TEAMS_VIEW));
    Grants project = of(at(Place.Kind.PROJECT, "pager", TEAMS_VIEW));

    for (Place place : List.of(ACME, SRE, PAGER, LONE))
      assertThat(organization.allows(TEAMS_VIEW, place)).isTrue();
    assertThat(team.allows(TEAMS_VIEW, ACME)).isFalse();
    assertThat(team.allows(TEAMS_VIEW, SRE)).isTrue();
    assertThat(team.allows(TEAMS_VIEW, PAGER)).isTrue();
    assertThat(team.allows(TEAMS_VIEW, LONE)).isFalse();
    assertThat(project.allows(TEAMS_VIEW, SRE)).isFalse();
    assertThat(project.allows(TEAMS_VIEW, PAGER)).isTrue();
    assertThat(project.allows(TEAMS_VIEW, LONE)).isFalse();
  }

  @Test
  void nothingHoldsInAnotherOrganization() {
    Grants all =
        of(
            Grant.everywhere("acme", BuiltInRole.ADMIN.permissions()),
            Grant.everywhere("other", BuiltInRole.ADMIN.permissions()),
            at(Place.Kind.TEAM, "theirs", TEAMS_VIEW));

    assertThat(all.allows(TEAMS_VIEW, Place.organization("other"))).isFalse();
    assertThat(all.allows(TEAMS_VIEW, Place.team("other", "theirs"))).isFalse();
    assertThat(all.at(Place.team("other", "theirs"))).isEmpty();
  }

  @Test
  void aGrantAtTheIdOfAnotherOrganizationIsNowhere() {
    Grants stranger = of(at(Place.Kind.ORGANIZATION, "other", TEAMS_VIEW));

    assertThat(stranger.where(TEAMS_VIEW).nowhere()).isTrue();
    assertThat(stranger.allows(TEAMS_VIEW, ACME)).isFalse();
  }

  @Test
  void aTeamsIdIsNotAProjectsId() {
    Grants team = of(at(Place.Kind.TEAM, "pager", TEAMS_VIEW));

    assertThat(team.allows(TEAMS_VIEW, PAGER)).isFalse();
  }

  @Test
  void grantsAddUp() {
    Grants both =
        of(
            at(Place.Kind.TEAM, "sre", TEAMS_VIEW),
            at(Place.Kind.TEAM, "dev", TEAMS_MANAGE),
            at(Place.Kind.PROJECT, "lone", TEAMS_VIEW, PROJECTS_VIEW));

    assertThat(both.where(TEAMS_VIEW))
        .isEqualTo(new Grants.Where(false, Set.of("sre", "dev"), Set.of("lone")));
    assertThat(both.where(TEAMS_MANAGE))
        .isEqualTo(new Grants.Where(false, Set.of("dev"), Set.of()));
  }

  @Test
  void whatHoldsEverywhereNamesNoPlaces() {
    Grants both =
        of(at(Place.Kind.TEAM, "sre", TEAMS_VIEW), Grant.everywhere("acme", Set.of(TEAMS_VIEW)));

    assertThat(both.where(TEAMS_VIEW)).isEqualTo(new Grants.Where(true, Set.of(), Set.of()));
    assertThat(both.where(TEAMS_VIEW).nowhere()).isFalse();
  }

  @Test
  void whatSomebodyCanHandOnIsSpelledOut() {
    Grants grants =
        of(
            at(Place.Kind.TEAM, "sre", VIRTUAL_KEYS_MANAGE),
            Grant.everywhere("acme", Set.of(TEAMS_VIEW)));

    assertThat(grants.at(ACME)).containsExactly(TEAMS_VIEW);
    assertThat(grants.at(PAGER))
        .containsExactlyInAnyOrder(
            TEAMS_VIEW,
            VIRTUAL_KEYS_VIEW,
            VIRTUAL_KEYS_CREATE,
            VIRTUAL_KEYS_UPDATE,
            VIRTUAL_KEYS_DELETE,
            VIRTUAL_KEYS_ROTATE,
            VIRTUAL_KEYS_MANAGE);
  }

  @Test
  void allTheActionsOfAResourceAreLessThanToManageIt() {
    Grants parts = of(Grant.everywhere("acme", Set.of(TEAMS_VIEW, PROJECTS_VIEW)));

    assertThat(parts.at(ACME)).doesNotContain(TEAMS_MANAGE);
  }

  @Test
  void aGrantNamesItsPlace() {
    assertThatThrownBy(() -> at(Place.Kind.TEAM, "", TEAMS_VIEW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Place.organization("")).isInstanceOf(IllegalArgumentException.class);
  }
}
