package dev.pullable.cluster;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import java.util.List;
import java.util.Set;

/// What a webhook is asked about, as far as its configuration tells without the objects.
final class WebhookCoverage {
  private static final String ANY = "*";
  private static final Set<String> EVERY_POD = Set.of("pods", ANY, "*/*");

  private WebhookCoverage() {}

  /// Whether the creation of a Pod without labels is asked about in some namespace. Which
  /// namespaces those are is the operator's choice, and not judged.
  static boolean ofPods(ValidatingWebhook webhook) {
    return webhook.getRules().stream().anyMatch(WebhookCoverage::ofPods)
        && selectsUnlabelled(webhook.getObjectSelector())
        && webhook.getMatchConditions().stream().noneMatch(WebhookCoverage::isNever);
  }

  private static boolean ofPods(RuleWithOperations rule) {
    return has(rule.getOperations(), "CREATE")
        && has(rule.getApiGroups(), "")
        && has(rule.getApiVersions(), "v1")
        && rule.getResources().stream().anyMatch(EVERY_POD::contains)
        && !"Cluster".equals(rule.getScope());
  }

  private static boolean has(List<String> values, String wanted) {
    return values.contains(wanted) || values.contains(ANY);
  }

  /// A selector that wants a label lets every Pod by that does not have it.
  private static boolean selectsUnlabelled(LabelSelector selector) {
    return selector == null
        || (selector.getMatchLabels().isEmpty()
            && selector.getMatchExpressions().stream().allMatch(WebhookCoverage::isNegative));
  }

  private static boolean isNegative(LabelSelectorRequirement requirement) {
    return Set.of("NotIn", "DoesNotExist").contains(requirement.getOperator());
  }

  private static boolean isNever(MatchCondition condition) {
    return "false".equals(condition.getExpression().strip());
  }
}
