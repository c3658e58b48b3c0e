package dev.serai.keycloak;

import static java.util.Objects.requireNonNullElse;

import jakarta.annotation.PreDestroy;
import jakarta.ws.rs.NotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.AdminEventRepresentation;
import org.keycloak.representations.idm.EventRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;
import org.springframework.stereotype.Component;

/** Asks Keycloak's admin API as the gateway's own client. */
@Component
final class AskedDirectory implements KeycloakDirectory {
  private static final String OLDEST_FIRST = "asc";
  private static final List<String> ABOUT_USERS =
      List.of(
          "USER", "USER_SESSION", "GROUP", "GROUP_MEMBERSHIP", "REALM_ROLE", "REALM_ROLE_MAPPING");

  /** The latest time that Keycloak can compare with; it has to be given one. */
  private static final long FOREVER = Instant.parse("9999-01-01T00:00:00Z").toEpochMilli();

  private final KeycloakSettings settings;
  private @Nullable AdminClient client;

  AskedDirectory(KeycloakSettings settings) {
    this.settings = settings;
  }

  @Override
  public boolean configured() {
    return !settings.none();
  }

  @Override
  public List<User> users(int first, int most) {
    return ask(realm -> realm.users().list(first, most)).stream()
        .map(AskedDirectory::user)
        .toList();
  }

  @Override
  public Optional<User> user(String subject) {
    return known(subject, UserResource::toRepresentation).map(AskedDirectory::user);
  }

  @Override
  public Set<String> realmRoles(String subject) {
    return known(subject, user -> user.roles().realmLevel().listEffective()).stream()
        .flatMap(List::stream)
        .map(RoleRepresentation::getName)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public List<String> groups(String subject) {
    return known(subject, UserResource::groups).stream()
        .flatMap(List::stream)
        .map(group -> group.getPath())
        .toList();
  }

  @Override
  public List<Session> sessions(String subject) {
    return known(subject, UserResource::getUserSessions).stream()
        .flatMap(List::stream)
        .map(AskedDirectory::session)
        .toList();
  }

  @Override
  public List<AdminEvent> adminEvents(Instant since, int first, int most) {
    return ask(
            realm ->
                realm.getAdminEvents(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    ABOUT_USERS,
                    since.toEpochMilli(),
                    FOREVER,
                    first,
                    most,
                    OLDEST_FIRST))
        .stream()
        .map(AskedDirectory::event)
        .toList();
  }

  @Override
  public List<UserEvent> userEvents(Instant since, Set<String> types, int first, int most) {
    return ask(
            realm ->
                realm.getEvents(
                    List.copyOf(types),
                    null,
                    null,
                    since.toEpochMilli(),
                    FOREVER,
                    null,
                    first,
                    most,
                    OLDEST_FIRST))
        .stream()
        .map(AskedDirectory::event)
        .toList();
  }

  @Override
  public void logout(String subject) {
    known(
        subject,
        user -> {
          user.logout();
          return true;
        });
  }

  @PreDestroy
  synchronized void close() {
    if (client != null) client.close();
  }

  private <T> T ask(Function<RealmResource, T> question) {
    return client().ask(keycloak -> question.apply(keycloak.realm(settings.realm())));
  }

  /** Empty when there is no such user. */
  private <T> Optional<T> known(String subject, Function<UserResource, T> question) {
    return ask(
        realm -> {
          try {
            return Optional.of(question.apply(realm.users().get(subject)));
          } catch (NotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /** Made when it is needed first: its libraries take a second to load. */
  private synchronized AdminClient client() {
    if (settings.none()) {
      throw new KeycloakUnavailable("this gateway has no Keycloak (serai.keycloak.url)");
    }
    if (client == null) {
      String secret = settings.secret().reveal();
      if (secret.isEmpty()) {
        throw new KeycloakUnavailable("serai.keycloak.client-secret is not set");
      }
      client = AdminClient.ofService(settings.url(), settings.realm(), settings.clientId(), secret);
    }
    return client;
  }

  private static User user(UserRepresentation user) {
    String name = text(user.getFirstName()) + " " + text(user.getLastName());
    String organization = user.firstAttribute("organization");
    return new User(
        user.getId(),
        user.getUsername(),
        text(user.getEmail()),
        Boolean.TRUE.equals(user.isEmailVerified()),
        name.strip(),
        Boolean.TRUE.equals(user.isEnabled()),
        text(organization));
  }

  private static Session session(UserSessionRepresentation session) {
    return new Session(
        session.getId(),
        Instant.ofEpochMilli(session.getStart()),
        Instant.ofEpochMilli(session.getLastAccess()),
        text(session.getIpAddress()));
  }

  private static AdminEvent event(AdminEventRepresentation event) {
    return new AdminEvent(
        text(event.getId()),
        Instant.ofEpochMilli(event.getTime()),
        event.getOperationType(),
        event.getResourceType(),
        text(event.getResourcePath()),
        text(event.getRepresentation()),
        event.getError() != null);
  }

  private static UserEvent event(EventRepresentation event) {
    return new UserEvent(
        text(event.getId()),
        Instant.ofEpochMilli(event.getTime()),
        event.getType(),
        text(event.getClientId()),
        event.getUserId(),
        event.getSessionId(),
        text(event.getIpAddress()),
        event.getError());
  }

  private static String text(@Nullable String maybe) {
    return requireNonNullElse(maybe, "");
  }
}
