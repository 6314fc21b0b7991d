"""The release of Dispatcharr whose names this package offers.

Stands in for upstream's top-level ``version`` module. Plugins compare against it, so it is the
version of the contract, not of Pluggarr.
"""

__version__ = "0.29.0"
__timestamp__ = None
