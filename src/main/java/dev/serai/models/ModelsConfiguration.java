package dev.serai.models;

import dev.serai.database.Changes;
import dev.serai.prices.Catalogue;
import dev.serai.providers.Providers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ModelsConfiguration {
  @Bean
  KnownModels knownModels(Catalogue catalogue) {
    return new CatalogueNames(catalogue);
  }

  @Bean
  Models models(Providers providers, Policies policies, KnownModels known, Changes changes) {
    Models models = new Models(providers::all, policies::all, known);
    changes.onChange(models::refresh);
    return models;
  }
}
