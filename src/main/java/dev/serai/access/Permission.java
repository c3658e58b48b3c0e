package dev.serai.access;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What somebody may do, as {@code resource:action}. {@code manage} stands for every other action of
 * its resource, except those that {@link #apart} names.
 */
public enum Permission {
  ORGANIZATION_VIEW("organization:view"),
  ORGANIZATION_MANAGE("organization:manage"),
  TEAMS_VIEW("teams:view"),
  TEAMS_MANAGE("teams:manage"),
  PROJECTS_VIEW("projects:view"),
  PROJECTS_MANAGE("projects:manage"),
  USERS_VIEW("users:view"),
  USERS_MANAGE("users:manage"),
  ROLES_VIEW("roles:view"),
  ROLES_MANAGE("roles:manage"),
  API_KEYS_VIEW("apiKeys:view"),
  API_KEYS_MANAGE("apiKeys:manage"),
  VIRTUAL_KEYS_VIEW("virtualKeys:view"),
  VIRTUAL_KEYS_CREATE("virtualKeys:create"),
  VIRTUAL_KEYS_UPDATE("virtualKeys:update"),
  VIRTUAL_KEYS_DELETE("virtualKeys:delete"),
  VIRTUAL_KEYS_ROTATE("virtualKeys:rotate"),
  VIRTUAL_KEYS_MANAGE("virtualKeys:manage"),
  /** That other people have personal keys, and how they use them. Never part of manage. */
  VIRTUAL_KEYS_VIEW_OTHER_PERSONAL("virtualKeys:viewOtherPersonal"),
  SESSIONS_VIEW("sessions:view"),
  SESSIONS_MANAGE("sessions:manage"),
  GATEWAY_BUDGETS_VIEW("gatewayBudgets:view"),
  GATEWAY_BUDGETS_CREATE("gatewayBudgets:create"),
  GATEWAY_BUDGETS_UPDATE("gatewayBudgets:update"),
  GATEWAY_BUDGETS_DELETE("gatewayBudgets:delete"),
  GATEWAY_BUDGETS_MANAGE("gatewayBudgets:manage"),
  GATEWAY_PROVIDERS_VIEW("gatewayProviders:view"),
  GATEWAY_PROVIDERS_UPDATE("gatewayProviders:update"),
  GATEWAY_PROVIDERS_MANAGE("gatewayProviders:manage"),
  ROUTING_POLICIES_VIEW("routingPolicies:view"),
  ROUTING_POLICIES_MANAGE("routingPolicies:manage"),
  GATEWAY_GUARDRAILS_VIEW("gatewayGuardrails:view"),
  GATEWAY_GUARDRAILS_ATTACH("gatewayGuardrails:attach"),
  GATEWAY_GUARDRAILS_DETACH("gatewayGuardrails:detach"),
  GATEWAY_GUARDRAILS_MANAGE("gatewayGuardrails:manage"),
  GATEWAY_LOGS_VIEW("gatewayLogs:view"),
  GATEWAY_USAGE_VIEW("gatewayUsage:view"),
  GATEWAY_SPEND_VIEW("gatewaySpend:view"),
  GATEWAY_SPEND_MANAGE("gatewaySpend:manage"),
  WEBHOOK_ENDPOINTS_VIEW("webhookEndpoints:view"),
  WEBHOOK_ENDPOINTS_MANAGE("webhookEndpoints:manage"),
  FEATURE_FLAGS_VIEW("featureFlags:view"),
  FEATURE_FLAGS_MANAGE("featureFlags:manage"),
  AUDIT_LOG_VIEW("auditLog:view"),
  GOVERNANCE_VIEW("governance:view"),
  GOVERNANCE_MANAGE("governance:manage"),
  INGESTION_SOURCES_VIEW("ingestionSources:view"),
  INGESTION_SOURCES_CREATE("ingestionSources:create"),
  INGESTION_SOURCES_UPDATE("ingestionSources:update"),
  INGESTION_SOURCES_DELETE("ingestionSources:delete"),
  INGESTION_SOURCES_MANAGE("ingestionSources:manage"),
  ANOMALY_RULES_VIEW("anomalyRules:view"),
  ANOMALY_RULES_MANAGE("anomalyRules:manage"),
  COMPLIANCE_EXPORT_VIEW("complianceExport:view"),
  COMPLIANCE_EXPORT_MANAGE("complianceExport:manage"),
  ACTIVITY_MONITOR_VIEW("activityMonitor:view"),
  AI_TOOLS_VIEW("aiTools:view"),
  AI_TOOLS_MANAGE("aiTools:manage");

  private static final String MANAGE = ":manage";

  private static final Map<String, Permission> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toMap(Permission::text, Function.identity()));

  private final String text;

  Permission(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** As {@code resource:action}, letter by letter. */
  public static Optional<Permission> of(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }

  /** What it is about: the part before the colon. */
  public String resource() {
    return text.substring(0, text.indexOf(':'));
  }

  /** Whether it has to be granted by name, because {@code manage} does not stand for it. */
  public boolean apart() {
    return this == VIRTUAL_KEYS_VIEW_OTHER_PERSONAL;
  }

  /** Whether who has this one may do the other. */
  public boolean implies(Permission other) {
    if (this == other) return true;
    return text.endsWith(MANAGE) && !other.apart() && resource().equals(other.resource());
  }
}
