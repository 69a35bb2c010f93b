"""Starts moto on 127.0.0.1:PORT, nearer to AWS in two things that our stacks need.

- AWS refuses a template for errors only; moto would refuse it for a linter's warnings too.
- An export that a stack gets by an update can be imported; moto registers exports at creation only, and the framework
  always creates a stack with its bucket first and updates it with the rest.
"""
import sys

import moto.cloudformation.models as models
import moto.cloudformation.responses as responses
import moto.cloudformation.utils as utils
from moto.server import main

lint = utils.validate_template_cfn_lint


def errors_only(template: str) -> list:
    return [match for match in lint(template) if match.rule.id.startswith("E")]


for module in (utils, models, responses):
    if hasattr(module, "validate_template_cfn_lint"):
        module.validate_template_cfn_lint = errors_only

update = models.CloudFormationBackend.update_stack


def update_with_exports(self, *args, **kwargs):
    stack = update(self, *args, **kwargs)
    for export in stack.exports:
        self.exports[export.name] = export
    return stack


models.CloudFormationBackend.update_stack = update_with_exports

main(["-H", "127.0.0.1", "-p", sys.argv[1]])
