package dev.serai.config;

import dev.serai.models.PolicyUse;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts who is given a policy by name, and who gets the default because nothing names one. */
@Component
final class StoredPolicyUse implements PolicyUse {
  private final JdbcClient jdbc;

  StoredPolicyUse(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Users of(String policy, boolean preferred) {
    return jdbc.sql(
            """
            select
              (select count(*) from virtual_keys k
                join projects p on p.id = k.project_id
                join organizations o on o.id = p.organization_id
                left join teams t on t.id = p.team_id
                where k.status <> 'revoked' and (k.policy = :policy
                  or :preferred and k.policy = '' and o.default_policy = ''
                    and coalesce(t.default_policy, '') = '')) as keys,
              (select count(*) from teams where default_policy = :policy) as teams,
              (select count(*) from organizations where default_policy = :policy)
                as organizations
            """)
        .param("policy", policy)
        .param("preferred", preferred)
        .query(Users.class)
        .single();
  }
}
