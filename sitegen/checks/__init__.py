"""Questions about a site: why is a page as it is, what do translations lack, is it spelt right?"""
