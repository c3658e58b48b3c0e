package dev.serai.access;

import static dev.serai.access.Permission.*;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Roles that are always there and cannot be changed. */
public enum BuiltInRole {
  /** Everything, at the place it is bound to. */
  ADMIN("admin", EnumSet.allOf(Permission.class)),
  /** Sees everything, changes nothing. */
  AUDITOR("auditor", views(true)),
  /** Runs a team: its projects, keys, limits and members. */
  TEAM_ADMIN(
      "team-admin",
      EnumSet.of(
          ORGANIZATION_VIEW,
          TEAMS_VIEW,
          TEAMS_MANAGE,
          PROJECTS_VIEW,
          PROJECTS_MANAGE,
          USERS_VIEW,
          ROLES_VIEW,
          ROLES_MANAGE,
          VIRTUAL_KEYS_MANAGE,
          SESSIONS_MANAGE,
          GATEWAY_BUDGETS_MANAGE,
          GATEWAY_PROVIDERS_VIEW,
          ROUTING_POLICIES_VIEW,
          GATEWAY_GUARDRAILS_MANAGE,
          GATEWAY_LOGS_VIEW,
          GATEWAY_USAGE_VIEW,
          GATEWAY_SPEND_VIEW,
          FEATURE_FLAGS_VIEW,
          AI_TOOLS_VIEW)),
  /** Works in a team: its projects' keys, and what they use. */
  MEMBER(
      "member",
      EnumSet.of(
          ORGANIZATION_VIEW,
          TEAMS_VIEW,
          PROJECTS_VIEW,
          VIRTUAL_KEYS_VIEW,
          VIRTUAL_KEYS_CREATE,
          VIRTUAL_KEYS_UPDATE,
          VIRTUAL_KEYS_ROTATE,
          SESSIONS_VIEW,
          GATEWAY_BUDGETS_VIEW,
          GATEWAY_PROVIDERS_VIEW,
          ROUTING_POLICIES_VIEW,
          GATEWAY_GUARDRAILS_VIEW,
          GATEWAY_LOGS_VIEW,
          GATEWAY_USAGE_VIEW,
          GATEWAY_SPEND_VIEW,
          FEATURE_FLAGS_VIEW,
          AI_TOOLS_VIEW)),
  /** Sees what is there, but nothing of single people, roles or the audit log. */
  VIEWER("viewer", views(false));

  /** Of everybody who signed in, in the organization; what is one's own needs no permission. */
  public static final Set<Permission> SIGNED_IN =
      Set.of(ORGANIZATION_VIEW, AI_TOOLS_VIEW, FEATURE_FLAGS_VIEW);

  private final String text;
  private final Set<Permission> permissions;

  BuiltInRole(String text, Set<Permission> permissions) {
    this.text = text;
    this.permissions = Set.copyOf(permissions);
  }

  public String text() {
    return text;
  }

  public Set<Permission> permissions() {
    return permissions;
  }

  public static Optional<BuiltInRole> of(String text) {
    return Arrays.stream(values()).filter(role -> role.text.equals(text)).findFirst();
  }

  private static Set<Permission> views(boolean delicateToo) {
    Set<Permission> views = EnumSet.noneOf(Permission.class);
    for (Permission permission : Permission.values())
      if (permission.text().contains(":view") && (delicateToo || !delicate(permission)))
        views.add(permission);
    return views;
  }

  /** About single people, or about what guards the rest. */
  private static boolean delicate(Permission permission) {
    return switch (permission) {
      case VIRTUAL_KEYS_VIEW_OTHER_PERSONAL,
          USERS_VIEW,
          SESSIONS_VIEW,
          GATEWAY_LOGS_VIEW,
          ROLES_VIEW,
          API_KEYS_VIEW,
          AUDIT_LOG_VIEW,
          COMPLIANCE_EXPORT_VIEW,
          ACTIVITY_MONITOR_VIEW,
          GOVERNANCE_VIEW ->
          true;
      default -> false;
    };
  }
}
