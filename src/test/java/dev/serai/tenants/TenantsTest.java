package dev.serai.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.tenants.Tenants.Organization;
import dev.serai.tenants.Tenants.Principal.Kind;
import dev.serai.testing.TestDatabase;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantsTest {
  private final TestDatabase database = TestDatabase.migrated();
  private final Tenants tenants = new Tenants(database.jdbc(), "");

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void findsWhatItMade() {
    Organization organization = tenants.organization("acme");

    assertThat(tenants.organization("acme")).isEqualTo(organization);
    assertThat(tenants.project(organization.id(), "checkout"))
        .isEqualTo(tenants.project(organization.id(), "checkout"));
    assertThat(tenants.principal(organization.id(), Kind.USER, "ada"))
        .isEqualTo(tenants.principal(organization.id(), Kind.USER, "ada"));
  }

  @Test
  void manyAtOnceGetTheSameRow() throws Exception {
    Callable<String> find = () -> tenants.organization("acme").id();

    Set<String> ids;
    try (var threads = Executors.newFixedThreadPool(6)) {
      ids =
          threads.invokeAll(Collections.nCopies(30, find)).stream()
              .map(Future::resultNow)
              .collect(Collectors.toSet());
    }

    assertThat(ids).hasSize(1);
  }

  @Test
  void namesAreUniqueInsideTheirParentOnly() {
    String one = tenants.organization("one").id();
    String two = tenants.organization("two").id();

    assertThat(tenants.project(one, "web").id()).isNotEqualTo(tenants.project(two, "web").id());
    assertThat(tenants.principal(one, Kind.USER, "bot").id())
        .isNotEqualTo(tenants.principal(one, Kind.SERVICE, "bot").id());
  }

  @Test
  void adminRequestsAreAboutTheOldestOrganizationUnlessOneIsNamed() {
    Organization oldest = tenants.organization("oldest");
    tenants.organization("newer");

    assertThat(tenants.current()).isEqualTo(oldest);
    assertThat(new Tenants(database.jdbc(), "newer").current().name()).isEqualTo("newer");
  }
}
