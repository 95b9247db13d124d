# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "sluitend.handover"
    label = "handover"
