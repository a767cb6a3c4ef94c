"""What the administrator decides: values of the house, and the reference data."""

from cara_crm.settings.services.house import ThresholdTooLow, set_value
from cara_crm.settings.services.reference import CodeTaken, InUse, add, change, remove, restore, retire

__all__ = ["CodeTaken", "InUse", "ThresholdTooLow", "add", "change", "remove", "restore", "retire", "set_value"]
