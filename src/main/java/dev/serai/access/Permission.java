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
  ORGANIZATION_VIEW("organization:view", "See the organization's name and settings."),
  ORGANIZATION_MANAGE(
      "organization:manage", "Change the organization's settings and apply a serai.yaml to it."),
  TEAMS_VIEW("teams:view", "See teams and who is in them."),
  TEAMS_MANAGE("teams:manage", "Create, change and delete teams and say who is in them."),
  PROJECTS_VIEW("projects:view", "See projects."),
  PROJECTS_MANAGE("projects:manage", "Create, change, move and delete projects."),
  USERS_VIEW("users:view", "See users and service accounts."),
  USERS_MANAGE("users:manage", "Create and change service accounts; end all that a user has."),
  ROLES_VIEW("roles:view", "See roles and who was given which."),
  ROLES_MANAGE(
      "roles:manage",
      "Make roles of one's own, and give and take roles; never more than one holds oneself."),
  API_KEYS_VIEW("apiKeys:view", "See the keys of the admin API, not their secrets."),
  API_KEYS_MANAGE(
      "apiKeys:manage",
      "Create and revoke keys of the admin API; never for more than one holds oneself."),
  VIRTUAL_KEYS_VIEW("virtualKeys:view", "See virtual keys, not their secrets."),
  VIRTUAL_KEYS_CREATE("virtualKeys:create", "Create virtual keys."),
  VIRTUAL_KEYS_UPDATE("virtualKeys:update", "Change, disable and enable virtual keys."),
  VIRTUAL_KEYS_DELETE("virtualKeys:delete", "Revoke virtual keys for good."),
  VIRTUAL_KEYS_ROTATE("virtualKeys:rotate", "Give virtual keys a new secret."),
  VIRTUAL_KEYS_MANAGE("virtualKeys:manage", "All of these."),
  /** Never part of manage. */
  VIRTUAL_KEYS_VIEW_OTHER_PERSONAL(
      "virtualKeys:viewOtherPersonal",
      "See that other people have personal keys, and how they use them."),
  SESSIONS_VIEW("sessions:view", "See who works with which tool at the moment and did before."),
  SESSIONS_MANAGE("sessions:manage", "End sessions of others."),
  GATEWAY_BUDGETS_VIEW("gatewayBudgets:view", "See limits, how they stand, and requests for more."),
  GATEWAY_BUDGETS_CREATE("gatewayBudgets:create", "Create limits."),
  GATEWAY_BUDGETS_UPDATE(
      "gatewayBudgets:update", "Change, pause and reset limits; decide on requests for more."),
  GATEWAY_BUDGETS_DELETE("gatewayBudgets:delete", "Delete limits."),
  GATEWAY_BUDGETS_MANAGE("gatewayBudgets:manage", "All of these."),
  GATEWAY_PROVIDERS_VIEW(
      "gatewayProviders:view", "See providers and their credentials, not the secrets."),
  GATEWAY_PROVIDERS_UPDATE(
      "gatewayProviders:update", "Change providers that are there, and replace their secrets."),
  GATEWAY_PROVIDERS_MANAGE(
      "gatewayProviders:manage", "Create, change and delete providers and credentials."),
  ROUTING_POLICIES_VIEW(
      "routingPolicies:view", "See routing policies and try how a request would be routed."),
  ROUTING_POLICIES_MANAGE("routingPolicies:manage", "Create, change and delete routing policies."),
  GATEWAY_GUARDRAILS_VIEW("gatewayGuardrails:view", "See guardrails and where they are in force."),
  GATEWAY_GUARDRAILS_ATTACH("gatewayGuardrails:attach", "Put guardrails in force."),
  GATEWAY_GUARDRAILS_DETACH("gatewayGuardrails:detach", "Take guardrails out of force."),
  GATEWAY_GUARDRAILS_MANAGE(
      "gatewayGuardrails:manage", "Create, change and delete guardrails, attach and detach them."),
  GATEWAY_LOGS_VIEW(
      "gatewayLogs:view", "See single calls: when, by whom, with which model, how they ended."),
  GATEWAY_USAGE_VIEW("gatewayUsage:view", "See sums of usage."),
  GATEWAY_SPEND_VIEW("gatewaySpend:view", "See what was spent."),
  GATEWAY_SPEND_MANAGE("gatewaySpend:manage", "Correct what was spent, and set prices."),
  WEBHOOK_ENDPOINTS_VIEW("webhookEndpoints:view", "See where news are sent to."),
  WEBHOOK_ENDPOINTS_MANAGE(
      "webhookEndpoints:manage", "Create, change and delete where news are sent to."),
  FEATURE_FLAGS_VIEW("featureFlags:view", "See feature flags."),
  FEATURE_FLAGS_MANAGE("featureFlags:manage", "Turn feature flags on and off."),
  AUDIT_LOG_VIEW("auditLog:view", "Read, verify and export the audit log."),
  GOVERNANCE_VIEW("governance:view", "See what governance shows of the organization's AI use."),
  GOVERNANCE_MANAGE("governance:manage", "Change how the organization's AI use is governed."),
  INGESTION_SOURCES_VIEW("ingestionSources:view", "See sources that usage is taken in from."),
  INGESTION_SOURCES_CREATE("ingestionSources:create", "Create such sources."),
  INGESTION_SOURCES_UPDATE(
      "ingestionSources:update", "Change such sources and replace their secrets."),
  INGESTION_SOURCES_DELETE("ingestionSources:delete", "Delete such sources."),
  INGESTION_SOURCES_MANAGE("ingestionSources:manage", "All of these."),
  ANOMALY_RULES_VIEW("anomalyRules:view", "See rules for what is out of the ordinary."),
  ANOMALY_RULES_MANAGE("anomalyRules:manage", "Create, change and delete such rules."),
  COMPLIANCE_EXPORT_VIEW("complianceExport:view", "See exports for compliance, and read them."),
  COMPLIANCE_EXPORT_MANAGE("complianceExport:manage", "Set up and start exports for compliance."),
  ACTIVITY_MONITOR_VIEW("activityMonitor:view", "See what people do with AI as it happens."),
  AI_TOOLS_VIEW("aiTools:view", "See the AI tools on offer, and how to set them up."),
  AI_TOOLS_MANAGE("aiTools:manage", "Say which AI tools are on offer.");

  private static final String MANAGE = ":manage";

  private static final Map<String, Permission> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toMap(Permission::text, Function.identity()));

  private final String text;
  private final String allows;

  Permission(String text, String allows) {
    this.text = text;
    this.allows = allows;
  }

  public String text() {
    return text;
  }

  /** What it is good for, as a sentence. */
  public String allows() {
    return allows;
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
